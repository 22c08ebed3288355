import Database from 'better-sqlite3';
import { join } from 'node:path';
import { cardOf } from '#tests/setup/cards.ts';
import { startDemo } from '#tests/setup/server.ts';
import { expect, test } from '#tests/setup/story.ts';
import { comesIn, next, press, sayOneThing, sendIt } from '#tests/setup/way.ts';

/** As many pages as the database may have: several times what the demo needs. */
const CEILING = 4000;

/** Another program takes all the room there is, down to the last page; `free` gives it back. */
function fillUp(dir: string): { free: () => void } {
  const database = new Database(join(dir, 'heard.sqlite'), { timeout: 10_000 });
  database.pragma(`max_page_count = ${CEILING}`);
  database.exec('create table filler (bytes blob)');
  for (const size of [1_000_000, 100_000, 10_000, 3000, 100]) {
    const more = database.prepare(`insert into filler values (zeroblob(${size}))`);
    try {
      for (;;) more.run();
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_FULL') throw error;
    }
  }
  return {
    free: () => {
      database.exec('drop table filler');
      database.close();
    }
  };
}

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
