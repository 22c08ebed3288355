import type { Page } from '@playwright/test';
import { askedBeside } from '#tests/setup/asked-beside.ts';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { byLetter } from '#tests/setup/post.ts';
import { expect, test, withoutScripts, type Visit } from '#tests/setup/story.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { asPerson, choose, press } from '#tests/setup/way.ts';

const lead = /^This goes to family\. These may say where .+ is:$/;
const answerBox = (page: Page) => page.getByRole('textbox').last();
const sends = (page: Page) => press(page, 'Send the answer');

/** A mother who asks for an earlier review, and the IRO with what she asked before them. */
async function asked(demo: RunningDemo, visit: Visit, child: string) {
  const person = { child, name: 'Dawn Quill', relation: 'mother', postal: '3 Example Row' } as const;
  const mother = await visit(withoutScripts);
  await byLetter(mother, (await askedBeside(demo, person)).code);
  await mother.goto('/views/ask/sooner');
  await mother.getByRole('textbox').first().fill('A lot has changed at school.');
  await press(mother, 'Send');
  await expect(mother).toHaveURL(/\/views\/asked\//);
  const iro = await visit();
  await asPerson(iro, demo.person('iro'));
  await iro.goto(new URL(mother.url()).pathname.replace('/views/asked/', '/staff/requests/'));
  return { mother, iro };
}

async function writes(iro: Page, text: string): Promise<void> {
  await choose(iro, /^Yes/);
  await answerBox(iro).fill(text);
}

const isAskedAbout = async (iro: Page, ...found: string[]) => {
  await expect(iro.getByText(lead)).toBeVisible();
  await expect(iro.locator('mark')).toHaveText(found);
};

test('an answer to a mother that holds a postcode is looked at again: what was found is marked, and put right it goes', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 409/);
  const { mother, iro } = await asked(demo, visit, 'Rowan');
  const told = 'Yes. We meet in January, near LS9 7RD, and you can ring 01632 960555.';
  await writes(iro, told);
  await sends(iro);
  await isAskedAbout(iro, 'LS9 7RD', '01632 960555');
  await expect(answerBox(iro)).toHaveValue(told);
  await expect(iro.getByRole('radio', { name: /^Yes/ })).toBeChecked();
  for (const [width, height] of [
    [360, 740],
    [1280, 900]
  ] as const) {
    await iro.setViewportSize({ width, height });
    await axeClean(iro, `second look at ${width} px`);
  }
  await noSidewaysScroll(iro, 'second look');
  await mother.reload();
  await expect(mother.getByText('Nobody has opened it yet').or(mother.getByText(/^Read by Sam/))).toBeVisible();
  await expect(mother.getByText('LS9')).toHaveCount(0);

  await answerBox(iro).fill('Yes. We meet in January.');
  await sends(iro);
  await expect(iro).toHaveURL(/answered=1/);
  await mother.reload();
  await expect(mother.getByText('Yes. We meet in January.')).toBeVisible();
});

test('what is found may be sent all the same, but only the very words that were looked at', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 409/);
  const { mother, iro } = await asked(demo, visit, 'Rushes');
  await writes(iro, 'Yes. Ring our office on 01632 960777.');
  await sends(iro);
  await isAskedAbout(iro, '01632 960777');
  // Something else was written in since: that is looked at too.
  await answerBox(iro).fill('Yes. Ring our office on 01632 960777, or come to 14 Tansy Road.');
  await press(iro, 'Send it all the same');
  await expect(iro.getByText(lead)).toBeVisible();
  await expect(iro.locator('mark').last()).toContainText('Tansy Road');
  await mother.reload();
  await expect(mother.getByText(/01632 960777/)).toHaveCount(0);
  await press(iro, 'Send it all the same');
  await expect(iro).toHaveURL(/answered=1/);
  await mother.reload();
  await expect(mother.getByText('Yes. Ring our office on 01632 960777, or come to 14 Tansy Road.')).toBeVisible();
});
