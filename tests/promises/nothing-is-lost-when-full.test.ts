import { askedBeside } from '#tests/setup/asked-beside.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { CEILING, fillUp } from '#tests/setup/no-room.ts';
import { byLetter } from '#tests/setup/post.ts';
import { startDemo } from '#tests/setup/server.ts';
import { expect, test } from '#tests/setup/story.ts';
import { comesIn, next, press, sayOneThing, sendIt } from '#tests/setup/way.ts';

const notSaved = 'This is not saved. Your words are still here. Please try again.';
const long = 'There is a lot to say about this. '.repeat(110).trim();

test('with no room left the child is told so, keeps the words, and sends once there is room', async ({ visit, watch }) => {
  watch.expect(/Failed to load resource/);
  const demo = await startDemo({ env: { HEARD_DATABASE_MAX_PAGES: String(CEILING) } });
  watch.home(demo.url);
  try {
    const child = await visit({ baseURL: demo.url });
    await comesIn(child, await cardOf(demo, 'no room'));
    await sayOneThing(child, 'First this.');
    await child.goto('/me/say/c46');

    const { free } = fillUp(demo.dir);
    await child.getByRole('textbox').fill(long);
    await next(child);
    await expect(child.getByText(notSaved)).toBeVisible();
    await expect(child.getByRole('textbox')).toHaveValue(long);

    free();
    await next(child);
    await expect(child.getByRole('heading', { level: 1, name: 'Who should hear it?' })).toBeVisible();
    await press(child, 'Next');
    await expect(child.getByText('There is a lot to say about this.')).toBeVisible();
    await sendIt(child);
  } finally {
    await demo.stop();
  }
});

test('nor does a mother lose what she writes', async ({ visit, watch }) => {
  watch.expect(/Failed to load resource/);
  const demo = await startDemo({ env: { HEARD_DATABASE_MAX_PAGES: String(CEILING) } });
  watch.home(demo.url);
  try {
    const asked = { child: 'Teasel', name: 'Dawn Quill', relation: 'mother', postal: '3 Example Row' } as const;
    const { code } = await askedBeside(demo, asked);
    const mother = await visit({ baseURL: demo.url });
    await byLetter(mother, code);
    await mother.goto('/views/part/p01');
    await mother.getByRole('textbox').fill('She laughs on the phone.');
    await press(mother, 'Save and go on');
    await mother.goto('/views/part/p08');

    const { free } = fillUp(demo.dir);
    await mother.getByRole('textbox').fill(long);
    await press(mother, 'Save and go on');
    await expect(mother.getByText(notSaved)).toBeVisible();
    await expect(mother.getByRole('textbox')).toHaveValue(long);

    free();
    await press(mother, 'Save and go on');
    await mother.goto('/views/check');
    for (const words of ['She laughs on the phone.', 'There is a lot to say about this.'])
      await expect(mother.getByText(words)).toBeVisible();
    await press(mother, /^Send to /);
    await expect(mother.getByRole('heading', { level: 1, name: /^Sent to / })).toBeVisible();
  } finally {
    await demo.stop();
  }
});
