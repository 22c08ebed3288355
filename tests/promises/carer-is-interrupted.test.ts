import type { Page } from '@playwright/test';
import { askedBeside } from '#tests/setup/asked-beside.ts';
import { axeClean, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { heard } from '#tests/setup/heard.ts';
import { atThisPace } from '#tests/setup/pace.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, follow, press } from '#tests/setup/way.ts';

/** Comes in with the code of the letter, as often as it takes. */
async function byLetter(page: Page, code: string): Promise<void> {
  await page.goto('/views/in');
  await page.getByLabel('The code in your letter').fill(code);
  await page.getByRole('button', { name: 'Come in' }).click();
  await expect(page).toHaveURL(/\/views$/);
}

const box = (page: Page, question: RegExp) => page.getByRole('region', { name: question }).getByRole('textbox').first();
const topic = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });
const looksRight = async (page: Page) => {
  await axeClean(page);
  await noSidewaysScroll(page);
  await targetsBigEnough(page);
};

test('a carer is interrupted three times on two devices, one visit runs out, and no word is lost', async ({ demo, visit }) => {
  const { code } = await askedBeside(demo, { child: 'Linnet', name: 'June', relation: 'carer', form: 'carer', postal: '' });
  const phone = await visit();
  await byLetter(phone, code);
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('What do you want to say for Linnet’s review?');
  await expect(phone.getByText('Hello June')).toBeVisible();
  await looksRight(phone);
  const soon = await atThisPace(5_000, 10, () => follow(phone, /^Start/));
  await box(phone, /gone well/).pressSequentially('Linnet swims now.');
  await expect(phone.getByText(/^Saved at .+ You can stop here\.$/)).toBeVisible({ timeout: soon });
  await looksRight(phone);
  // First: the phone is put away in the middle of a page.
  await phone.context().close();

  const tablet = await visit({ viewport: { width: 820, height: 1180 }, ...withoutScripts });
  await byLetter(tablet, code);
  await expect(topic(tablet, 'Since the last review')).toContainText('Started');
  await follow(tablet, /^Carry on/);
  await expect(box(tablet, /gone well/)).toHaveValue('Linnet swims now.');
  await box(tablet, /hard/).fill('Mornings.');
  // Second: the visit runs out while a page is being written.
  try {
    await heard(demo, 'clock', '--forward', '30m');
    await press(tablet, 'Save and go on');
    await expect(tablet).toHaveURL(/\/views\/in\?away=1$/);
    await expect(tablet.getByText('What you wrote is kept')).toBeVisible();
    await byLetter(tablet, code);
    await expect(topic(tablet, 'Since the last review')).toContainText('Done');
    await tablet.goto('/views/part/k08');
    // Something that is no number is shown again; the rest of the page is saved.
    await tablet.getByRole('spinbutton').or(tablet.getByRole('textbox')).first().fill('1');
    await press(tablet, 'Save and see all topics');
    await expect(topic(tablet, 'Staying safe')).toContainText('Done');
    // Third: on another page, two devices at once; neither undoes the other.
    const other = await visit();
    await byLetter(other, code);
    await other.goto('/views/part/k05');
    await tablet.goto('/views/part/k05');
    await other.getByRole('textbox').fill('Quiet after visits.');
    await press(other, 'Save and go on');
    await press(tablet, 'Save and go on');

    await other.goto('/views/check');
    for (const words of ['Linnet swims now.', 'Mornings.', 'Quiet after visits.'])
      await expect(other.getByText(words)).toBeVisible();
    await looksRight(other);
    await other.getByRole('button', { name: /^Send to / }).dblclick();
    await expect(other.getByRole('heading', { level: 1, name: /^Sent to / })).toBeVisible();
    await expect(other.getByText('Nobody has opened it yet')).toBeVisible();
    await expect(other.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeVisible();
    await looksRight(other);

    const iro = await visit();
    await asPerson(iro, demo.person('iro'));
    await iro
      .getByRole('link', { name: /Linnet/ })
      .first()
      .click();
    await expect(iro.getByText('Linnet swims now.')).toBeVisible();
    await other.reload();
    await expect(other.getByText(/^Read by Sam\sOkoro/)).toBeVisible();

    // A day later their own words are not on the page any more; that they came still is.
    await heard(demo, 'clock', '--forward', '25h');
    await byLetter(other, code);
    await expect(other.getByText(/^Read by Sam\sOkoro/)).toBeVisible();
    await follow(other, 'See what you sent');
    await expect(other.getByText(/Your words are kept safe/)).toBeVisible();
    await expect(other.getByText('Linnet swims now.')).toBeHidden();
  } finally {
    await heard(demo, 'clock', '--reset');
  }
});

test('a mother asks for an earlier review without scripts, and reads the answer; the other parent has nothing of it', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 40[049]/);
  const ask = { child: 'Teal', relation: 'mother', postal: '3 Example Row' } as const;
  const { code, childId } = await askedBeside(demo, { ...ask, name: 'Dawn' });
  const mother = await visit(withoutScripts);
  await byLetter(mother, code);
  await follow(mother, /^Ask for something/);
  await follow(mother, /^An earlier review for Teal/);
  await expect(mother.getByText(/A computer may spot words that sound worried/)).toBeVisible();
  await press(mother, 'Send');
  await expect(mother.getByText('Write something first. Then you can send it.')).toBeVisible();
  await mother.getByRole('textbox').fill('He has moved twice since summer.');
  await choose(mother, 'On this page');
  await press(mother, 'Send');
  await expect(mother.getByRole('heading', { level: 1 })).toHaveText('An earlier review for Teal');
  await expect(mother.getByText('Nobody has opened it yet')).toBeVisible();
  const asked = new URL(mother.url()).pathname;

  const iro = await visit();
  await asPerson(iro, demo.person('iro'));
  await iro.goto(`/staff/children/${childId}`);
  await follow(iro, /^An earlier review, asked for by Dawn,\smum/);
  await expect(iro.getByRole('heading', { level: 1 })).toHaveText('An earlier review for Teal, asked for by Dawn, mum');
  await expect(iro.getByText('He has moved twice since summer.')).toBeVisible();
  await axeClean(iro, '/staff/requests/ADULT');
  await choose(iro, /^Yes/);
  await iro.getByLabel('The reason').fill('I bring it forward to next week.');
  await press(iro, 'Send the answer');
  await expect(iro.getByText('Dawn can see your answer now')).toBeVisible();

  await mother.goto('/views');
  await expect(mother.getByText('New answer')).toBeVisible();
  await mother.goto(asked);
  await expect(mother.getByText('I bring it forward to next week.')).toBeVisible();

  const stranger = await visit();
  await asPerson(stranger, demo.person('father'));
  const [foreign, invented] = [
    await stranger.goto(asked),
    await stranger.goto('/views/asked/019af000-0000-7000-8000-000000000000')
  ];
  expect([foreign?.status(), invented?.status()]).toEqual([404, 404]);
});

test('an IRO asks for an advocate for a baby, and the answer comes back to them alone', async ({ demo, visit }) => {
  const { childId } = await askedBeside(demo, { child: 'Pip', name: 'Dawn Moss', relation: 'mother', postal: '3 Example Row' });
  const iro = await visit({ viewport: { width: 1280, height: 800 } });
  await asPerson(iro, demo.person('iro'));
  await iro.goto(`/staff/children/${childId}`);
  await follow(iro, 'Ask for an earlier review or an advocate');
  await iro.getByText('An advocate for Pip').click();
  await axeClean(iro);
  await iro
    .getByRole('region', { name: /need an advocate/ })
    .getByRole('textbox')
    .fill('She is five months old. Two plans were made without her.');
  await iro.getByRole('button', { name: 'Send' }).and(iro.locator(':visible')).click();
  await expect(iro.getByRole('heading', { name: 'What you asked for' })).toBeVisible();

  const advocate = await visit();
  await asPerson(advocate, demo.person('advocate'));
  await advocate.getByRole('link', { name: /Pip/ }).first().click();
  await expect(advocate.getByText('Two plans were made without her.')).toBeVisible();
  await choose(advocate, /^I will help you/);
  await advocate.getByLabel('The reason').fill('I visit her on Friday.');
  await press(advocate, 'Send the answer');
  await expect(advocate.getByText('I visit her on Friday.')).toBeVisible();

  await iro.reload();
  await expect(iro.getByText('I visit her on Friday.')).toBeVisible();
});
