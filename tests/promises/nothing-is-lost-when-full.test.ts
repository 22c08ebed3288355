import { cardOf } from '#tests/setup/cards.ts';
import { CEILING, fillUp } from '#tests/setup/no-room.ts';
import { startDemo } from '#tests/setup/server.ts';
import { expect, test } from '#tests/setup/story.ts';
import { comesIn, next, press, sayOneThing, sendIt } from '#tests/setup/way.ts';

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
    await expect(child.getByText('This is not saved. Your words are still here. Please try again.')).toBeVisible();
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
