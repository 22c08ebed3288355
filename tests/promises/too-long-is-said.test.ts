import { askedBeside, cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { byLetter } from '#tests/setup/post.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { comesIn, press, sayOneThing } from '#tests/setup/way.ts';

const long = 'y'.repeat(4030);
const TOO_LONG = /This is more than we can keep in one go\./;
const OVER = 'This is too long. Take out this many letters: 30';

for (const scripts of [true, false])
  test(`what is longer than can be kept is cut nowhere, and it is said by how much, ${scripts ? 'as it is typed' : 'without scripts'}`, async ({
    demo,
    visit,
    watch
  }) => {
    watch.expect(/Failed to load resource/);
    const code = await cardBeside(demo, await childBeside(demo, scripts ? 'Teal' : 'Plover'));
    const child = await visit(scripts ? {} : withoutScripts);
    await comesIn(child, { code, pin: '418206' });
    for (const path of ['/me/write', '/me/ask/explain']) {
      await child.goto(path);
      const box = child.getByRole('textbox').first();
      await box.fill(long);
      if (scripts) await expect(child.getByText(OVER)).toBeVisible();
      await child.locator('form[data-sending] > button.primary').click();
      await expect(child.getByText(TOO_LONG)).toBeVisible();
      await expect(child.getByText(OVER)).toBeVisible();
      await expect(child.getByRole('textbox').first()).toHaveValue(long);
      if (scripts) await axeClean(child);
    }
    // A question of the form: neither Next nor Skip loses a letter of it.
    await child.goto('/me');
    await sayOneThing(child, 'First this.');
    await child.goto('/me/say/b31');
    for (const button of ['Next', 'Skip']) {
      await child.getByRole('textbox').first().fill(long);
      await press(child, button);
      await expect(child.getByText(TOO_LONG)).toBeVisible();
      await expect(child.getByRole('textbox').first()).toHaveValue(long);
    }
    await child.goto('/me/meet/talk');
    await child.getByLabel('On the phone').check();
    await child.getByRole('textbox').fill('y'.repeat(530));
    await press(child, /^Send to/);
    await expect(child.getByText(OVER)).toBeVisible();
    await expect(child.getByRole('textbox')).toHaveValue('y'.repeat(530));
  });

test('nor does a mother lose what she pastes', async ({ demo, visit, watch }) => {
  watch.expect(/Failed to load resource/);
  const asked = { child: 'Siskin', name: 'Dawn Quill', relation: 'mother', postal: '3 Example Row' } as const;
  const { code } = await askedBeside(demo, asked);
  const mother = await visit(withoutScripts);
  await byLetter(mother, code);
  for (const [path, button] of [
    ['/views/write', 'Send'],
    ['/views/part/p01', 'Save and go on']
  ] as const) {
    await mother.goto(path);
    await mother.getByRole('textbox').first().fill(long);
    await press(mother, button);
    await expect(mother.getByText(OVER)).toBeVisible();
    await expect(mother.getByRole('textbox').first()).toHaveValue(long);
  }
});
