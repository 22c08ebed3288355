import Database from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cardOf } from '#tests/setup/cards.ts';
import { startDemo } from '#tests/setup/server.ts';
import { expect, test } from '#tests/setup/story.ts';
import { comesIn, next, press, sayOneThing, sendIt } from '#tests/setup/way.ts';

/** How many pages the database has now; with that as its ceiling there is no room for one more. */
function pagesOf(dir: string): number {
  const database = new Database(join(dir, 'heard.sqlite'), { readonly: true });
  try {
    return Number(database.pragma('page_count', { simple: true })) - Number(database.pragma('freelist_count', { simple: true }));
  } finally {
    database.close();
  }
}

const long = 'There is a lot to say about this. '.repeat(110);

test('with no room left the child is told so, keeps the words, and sends once there is room', async ({ visit, watch }) => {
  test.setTimeout(180_000);
  watch.expect(/Failed to load resource/);
  const dir = await mkdtemp(join(tmpdir(), 'heard-full-'));
  const roomy = await startDemo({ dir });
  const port = Number(new URL(roomy.url).port);
  watch.home(roomy.url);
  const child = await visit({ baseURL: roomy.url });
  await comesIn(child, await cardOf(roomy, 'no room'));
  await sayOneThing(child, 'First this.');
  await child.goto('/me/say/c46');
  await roomy.stop();

  const full = await startDemo({
    dir,
    port,
    fresh: false,
    env: { HEARD_DATABASE_MAX_PAGES: String(pagesOf(dir)) }
  });
  await child.getByRole('textbox').fill(long);
  await next(child);
  await expect(child.getByText('This is not saved. Your words are still here. Please try again.')).toBeVisible();
  await expect(child.getByRole('textbox')).toHaveValue(long);
  await full.stop();

  const again = await startDemo({ dir, port, fresh: false });
  try {
    await next(child);
    await expect(child.getByRole('heading', { level: 1, name: 'Who should hear it?' })).toBeVisible();
    await press(child, 'Next');
    await expect(child.getByText('There is a lot to say about this.')).toBeVisible();
    await sendIt(child);
  } finally {
    await again.stop();
    await rm(dir, { recursive: true, force: true });
  }
});
