import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, choose, comesInByNumber, follow, opensAsked, press } from '#tests/setup/way.ts';

test('a child asks for it sooner, gets a no with a reason, asks for an advocate, and one takes it on', async ({
  demo,
  visit
}) => {
  const called = 'Wagtail';
  const child = await visit();
  await comesInByNumber(child, { code: await cardBeside(demo, await childBeside(demo, called)), pin: '418206' });
  await follow(child, /^My review sooner/);
  await press(child, 'Ask Sam now');
  await expect(child.getByText('Nobody has opened this yet')).toBeVisible();

  const sam = await visit();
  await asPerson(sam, demo.person('iro'));
  await opensAsked(sam, called, 'sooner');
  await choose(sam, /^No It/);
  await sam.getByLabel('The reason').fill('It is in five weeks. The school can only come then.');
  await press(sam, 'Send the answer');
  await expect(sam.getByRole('heading', { name: `${called} can see your answer now` })).toBeVisible();

  await child.reload();
  await expect(child.getByText('Sam answered')).toBeVisible();
  await expect(child.getByText('No', { exact: true })).toBeVisible();
  await expect(child.getByText('It is in five weeks. The school can only come then.')).toBeVisible();
  await axeClean(child);
  await follow(child, 'Someone on my side');
  // Their own number stands before anything that is written here.
  await expect(child.locator('main a[href^="tel:"]').first()).toBeVisible();
  await axeClean(child);
  await child.getByText('Say more').first().click();
  await child.getByRole('textbox').fill('I want it before I move.');
  await press(child, 'Ask for an advocate');
  await expect(child.getByRole('heading', { level: 1, name: 'Sent to the advocates' })).toBeVisible();

  const ffion = await visit();
  await asPerson(ffion, demo.person('advocate'));
  await opensAsked(ffion, called, 'Wants an advocate.');
  await expect(ffion.getByText('I want it before I move.')).toBeVisible();
  await expect(ffion.getByRole('radio')).toHaveCount(3);
  await axeClean(ffion);
  await choose(ffion, /^I will help you/);
  await ffion.getByLabel('The reason').fill('I am Ffion. I ring you on Friday, and we ask again.');
  await press(ffion, 'Send the answer');
  await expect(ffion.getByRole('heading', { name: `${called} can see your answer now` })).toBeVisible();

  await child.reload();
  await expect(child.getByText('Ffion will help you')).toBeVisible();
  await expect(child.getByText('I am Ffion. I ring you on Friday, and we ask again.')).toBeVisible();
  await axeClean(child);
  await child.goto('/me/ask');
  await expect(child.getByRole('listitem').filter({ hasText: 'Ffion will help you' })).toHaveCount(1);
  await expect(child.getByRole('listitem').filter({ hasText: 'Answered by Sam' })).toHaveCount(1);

  // Sam sees that an advocate was asked for, and cannot read why.
  await sam.goto('/staff/children');
  await sam
    .getByRole('link', { name: new RegExp(called) })
    .first()
    .click();
  await expect(sam.getByText(/^An advocate\. Sent /)).toBeVisible();
  await expect(sam.getByText('I want it before I move.')).toHaveCount(0);
});
