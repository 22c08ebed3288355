import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, choose, follow, press } from '#tests/setup/way.ts';
import { asked, atChild, headAndOpen, toWriteDownFor } from '#tests/setup/writing-down.ts';

const secret = 'There may be another move in spring.';
const open = 'She reads to the little ones.';

test('what a teacher marks stays marked in every view and print, and a copy for the meeting does not hold it', async ({
  demo,
  visit
}) => {
  const { called, reader } = await cardOf(demo, 'side by side');
  const iro = await visit({ viewport: { width: 1280, height: 800 } });
  await asPerson(iro, reader);
  const childId = await atChild(iro, called);
  await toWriteDownFor(iro, childId, 'Mrs Onyango');
  await headAndOpen(iro, 'At a meeting', '2026-01-07');
  await axeClean(iro);
  await noSidewaysScroll(iro, 'writing down');
  const [first, second] = [
    asked(iro, /agency|work/i).first(),
    iro
      .getByRole('region')
      .filter({ has: iro.getByRole('textbox') })
      .last()
  ];
  await first.getByRole('textbox').first().fill(open);
  await second.getByRole('textbox').first().fill(secret);
  await second.locator('summary').click();
  for (const mark of ['Not to be read out', 'Not to parents']) await second.getByLabel(mark).check();
  await press(iro, 'Save Mrs Onyango’s views');

  const marked = async () => {
    await expect(iro.getByText(open)).toBeVisible();
    await expect(iro.getByText(secret)).toBeVisible();
    for (const mark of ['Not to be read out', 'Not to parents'])
      await expect(iro.getByText(mark, { exact: true })).toHaveCount(1);
    await expect(iro.getByText('Not to the child', { exact: true })).toHaveCount(0);
    await axeClean(iro);
    await noSidewaysScroll(iro, iro.url());
  };
  await marked();
  await follow(iro, 'Print');
  await marked();
  await iro.goto(`/staff/children/${childId}/views`);
  await marked();
  await follow(iro, 'Print');
  await marked();

  await choose(iro, /^A copy for the meeting/);
  await press(iro, 'Show this copy');
  await expect(iro.getByText(open)).toBeVisible();
  await expect(iro.getByText(secret)).toHaveCount(0);
  await expect(iro.getByText('Not to be read out', { exact: true })).toHaveCount(0);
  await choose(iro, /^M\., teacher|^Mrs Onyango/);
  await press(iro, 'Show this copy');
  await expect(iro.getByText(open)).toHaveCount(0);
  await expect(iro.getByRole('main').locator('header, section').filter({ hasText: 'Onyango' })).toHaveCount(0);
});
