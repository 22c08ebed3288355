import type { Page } from '@playwright/test';
import { dayOf } from '#lib/context.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { command } from '#tests/setup/app.ts';
import { askedBeside, beside, iroOf } from '#tests/setup/asked-beside.ts';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { heldBeside, mondayBeside, reviewedBeside } from '#tests/setup/rated-beside.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, comesIn, follow, next, press, skip } from '#tests/setup/way.ts';

/** What stands on a page, for holding it against itself later. */
const words = (page: Page) => page.locator('main').innerText();

const modes = [
  { scripts: true, called: 'Plover', text: 'Please ring before you come to Plover’s house.' },
  { scripts: false, called: 'Dunlin', text: 'Please talk slower. Dunlin said so.' }
] as const;

for (const { scripts, called, text } of modes)
  test(`a child says how it went, ${scripts ? 'with' : 'without'} scripts; the reviewer cannot tell who, a manager reads the box`, async ({
    demo,
    visit
  }) => {
    const looks = scripts ? axeClean : async () => undefined;
    const { code } = await reviewedBeside(demo, called);
    const iro = await visit();
    await asPerson(iro, demo.person('iro'));
    await iro.goto('/staff/ratings');
    // Enough answered in the year before: wide bands, and never a number.
    await expect(
      iro
        .getByRole('row')
        .filter({ hasText: 'Listens' })
        .getByText(/^(Most|About half|Few|Not shown)$/)
    ).toBeVisible();
    await looks(iro);
    const before = await words(iro);

    const child = await visit(scripts ? {} : withoutScripts);
    await comesIn(child, { code, pin: '418206' });
    await expect(child.getByText('You can say how Sam is doing.')).toBeVisible();
    await looks(child);
    await follow(child, 'Say how it is');
    await expect(child.getByText('Your name is not kept with it.')).toBeVisible();
    await expect(child.getByText('If only a few children answer, people may guess.')).toBeVisible();
    await looks(child);
    await follow(child, 'Start');
    await looks(child);
    await choose(child, 'Good');
    await next(child);
    await choose(child, 'Really bad');
    await next(child);
    await follow(child, 'Back');
    await expect(child.getByRole('radio', { name: 'Really bad' })).toBeChecked();
    await next(child);
    for (let skipped = 0; skipped < 5; skipped += 1) await skip(child);
    await expect(child.getByRole('heading', { level: 1, name: 'What should Sam keep doing, or do differently?' })).toBeVisible();
    // Before the box: nobody can call, and who can help.
    await expect(child.getByText('Nobody can call you about what you write here. We do not know who wrote it.')).toBeVisible();
    await expect(child.getByRole('link', { name: 'I am not safe' })).toBeVisible();
    await looks(child);
    await child.getByRole('textbox').fill(text);
    await press(child, 'Send without my name');
    await expect(child.getByRole('heading', { level: 1, name: 'Thank you. It is sent' })).toBeVisible();
    await expect(child.getByText('Nobody can call you')).toBeHidden();
    await looks(child);
    // Sent again from an old page, or looked for again: there is nothing more to say.
    await child.goto('/me/rate');
    await expect(child.getByRole('heading', { level: 1, name: 'Nothing to answer now' })).toBeVisible();
    await child.goto('/me');
    await expect(child.getByText('You can say how Sam is doing.')).toBeHidden();

    // To the reviewer nothing has changed, and of parents and carers nothing is shown at all: too few.
    await iro.goto('/staff/ratings');
    expect(await words(iro)).toBe(before);
    await iro.goto('/staff/ratings?by=adult');
    await expect(iro.getByText('Too few people answered to show anything.')).toBeVisible();
    expect((await iro.request.get('/staff/ratings/words')).status()).toBe(404);

    await mondayBeside(demo);
    const manager = await visit();
    await asPerson(manager, demo.person('manager'));
    await manager.goto('/staff/ratings');
    await manager.getByRole('link', { name: /texts? to read$/ }).click();
    const row = manager.getByRole('listitem').filter({ has: manager.getByRole('textbox').and(manager.getByText(text)) });
    await expect(row).toBeVisible();
    await looks(manager);
    await row.getByRole('textbox').fill('Please ring before you come.');
    await row.getByRole('button', { name: 'Release this' }).click();
    await expect(manager.getByText(text)).toBeHidden();
    await iro.goto('/staff/ratings');
    await expect(iro.getByText('Please ring before you come.')).toBeHidden();
  });

test('a worry is met with the truth and the ways to somebody who can help', async ({ demo, visit }) => {
  const { childId, code } = await reviewedBeside(demo, 'Curlew');
  const child = await visit();
  await comesIn(child, { code, pin: '418206' });
  await child.goto('/me/rate/r90');
  await choose(child, 'Something is wrong. Show me who can help');
  await press(child, 'Send without my name');
  await expect(child.getByRole('heading', { level: 2, name: 'Is something wrong?' })).toBeVisible();
  await expect(child.getByText('Nobody can call you about what you write here')).toBeVisible();
  await axeClean(child);
  await follow(child, 'I am not safe');
  await expect(child).toHaveURL(/\/me\/now$/);
  // The next time it is in the words.
  await heldBeside(demo, childId);
  await child.goto('/me/rate/r90');
  await child.getByRole('textbox').fill('He hits me when you are gone.');
  await press(child, 'Send without my name');
  await expect(child.getByRole('heading', { level: 2, name: 'Is something wrong?' })).toBeVisible();
});

for (const { scripts, called } of [
  { scripts: true, called: 'Sanderling' },
  { scripts: false, called: 'Turnstone' }
] as const)
  test(`words added to what was sent before are not called sent, and stay in sight, ${scripts ? 'with' : 'without'} scripts`, async ({
    demo,
    visit,
    expectErrors
  }) => {
    expectErrors(/409/);
    const { code } = await reviewedBeside(demo, called);
    const child = await visit(scripts ? {} : withoutScripts);
    await comesIn(child, { code, pin: '418206' });
    // The same page in two tabs, as it is when a browser goes back without asking again.
    const other = await child.context().newPage();
    for (const page of [child, other]) {
      await page.goto('/me/rate/r90');
      await page.getByRole('textbox').fill('Ring me first.');
    }
    await press(child, 'Send without my name');
    await expect(child.getByRole('heading', { level: 1, name: 'Thank you. It is sent' })).toBeVisible();
    await other.getByRole('textbox').fill('Ring me first. I want to say one more thing.');
    await press(other, 'Send without my name');
    await expect(other.getByText('You sent this once before.')).toBeVisible();
    await expect(other.getByText('Ring me first. I want to say one more thing.')).toBeVisible();
    await expect(other.getByRole('link', { name: 'Write to Sam with your name' })).toBeVisible();
    if (scripts) await axeClean(other);
    await noSidewaysScroll(other);
    // Asked for again, the page asks for nothing that would not be sent.
    await other.goto('/me/rate/r90');
    await expect(other.getByRole('heading', { level: 1, name: 'Nothing to answer now' })).toBeVisible();
  });

test('not now is not asked again, and never is for good, until the child wants it', async ({ demo, visit }) => {
  const { childId, code } = await reviewedBeside(demo, 'Teal');
  const child = await visit(withoutScripts);
  await comesIn(child, { code, pin: '418206' });
  const card = child.getByText('You can say how Sam is doing.');
  await press(child, 'Not now');
  await expect(child).toHaveURL(/\/me$/);
  await expect(card).toBeHidden();
  await heldBeside(demo, childId);
  await child.goto('/me/rate');
  await press(child, 'Do not ask me again');
  await expect(child).toHaveURL(/\/me$/);
  await heldBeside(demo, childId);
  await child.goto('/me');
  await expect(card).toBeHidden();
  await child.goto('/me/rate');
  await press(child, 'Ask me again');
  await child.goto('/me');
  await expect(card).toBeVisible();
});

test('a mother says how it went without her name, and a manager tells children what changed', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/400/);
  const asked = await askedBeside(demo, { child: 'Godwit', name: 'Ivy Quill', relation: 'mother', postal: '1 Some Road' });
  await heldBeside(demo, asked.childId);
  const mother = await visit();
  await mother.goto('/views/in');
  await mother.getByLabel(/code/i).first().fill(asked.code);
  await mother
    .getByRole('button', { name: /open|come in|go on|continue/i })
    .first()
    .click();
  await mother.goto('/views');
  await follow(mother, /^Say how Sam did/);
  await axeClean(mother);
  await mother.getByRole('group', { name: 'Sam was fair' }).getByRole('radio', { name: 'Mostly' }).check();
  await press(mother, 'Send without my name');
  await expect(mother.getByRole('heading', { level: 1, name: 'Thank you. It is sent' })).toBeVisible();

  const manager = await visit();
  await asPerson(manager, demo.person('manager'));
  await manager.goto('/staff/ratings/changed');
  await axeClean(manager);
  await manager.getByLabel('You said').fill('Two children said the room is cold.');
  await manager.getByLabel('We did').fill('We meet in the library now.');
  await press(manager, 'Show this to children');
  await expect(manager.getByText('Do not say of how few people it came: they could be found')).toBeVisible();
  await manager.getByLabel('You said').fill('You said the room is cold.');
  await press(manager, 'Show this to children');
  await expect(manager.getByRole('listitem').filter({ hasText: 'We meet in the library now.' })).toBeVisible();
  const { code } = await reviewedBeside(demo, 'Avocet');
  const child = await visit();
  await comesIn(child, { code, pin: '418206' });
  await follow(child, 'What changed because children said so');
  await expect(child.getByText('We meet in the library now.')).toBeVisible();
});

test('anybody says whether a page helped, and nothing is kept of who', async ({ demo, visit }) => {
  const page = await visit(withoutScripts);
  await page.goto('/help?lang=cy');
  await page.getByRole('button', { name: 'Oedd', exact: true }).click();
  await expect(page.getByText('Diolch. Does dim byd yn cael ei gadw am bwy wyt ti.')).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
  const manager = await visit();
  await asPerson(manager, demo.person('manager'));
  await manager.goto('/staff/ratings/pages');
  await axeClean(manager);
  await expect(manager.getByRole('row').filter({ hasText: 'Help and numbers to call' })).toContainText('Not shown');
});

test('of a reviewing officer who was there at the review, and is not any more, it is not said that they stay', async ({
  demo,
  visit
}) => {
  const { childId, code } = await reviewedBeside(demo, 'Sanderling');
  await beside(demo, async (app) => {
    const [ctx, staffId] = [app.context(command), iroOf(demo, 'cover-iro')];
    await saveAllocation(ctx, { childId, staffId, role: 'iro', fromOn: dayOf(ctx.now), toOn: null });
  });
  const child = await visit();
  await comesIn(child, { code, pin: '418206' });
  await child.goto('/me/rate');
  await expect(child.getByRole('heading', { level: 1, name: 'How did Sam do?' })).toBeVisible();
  await expect(child.getByText('Sam is not your reviewing officer now.')).toBeVisible();
  await expect(child.getByText(/Sam stays/)).toHaveCount(0);
  await axeClean(child);
});
