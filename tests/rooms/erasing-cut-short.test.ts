import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, expect, test, vi } from 'vitest';
import { run } from '#commands/erase.ts';
import { listBeside, readErased } from '#lib/server/backup/erased.ts';
import { scrub } from '#lib/server/database/dialects/scrub.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { cast, type Cast } from '#tests/setup/cast.ts';
import { freshFolder, testDatabase } from '#tests/setup/database.ts';

vi.setConfig({ testTimeout: 60_000 });

let t: Cast;
beforeEach(async () => {
  t = await cast();
});

/** Somebody who reads the keys as they are now, for as long as `work` takes, as a backup does. */
async function whileRead(work: () => Promise<void>): Promise<void> {
  const reader = await openDatabase(t.app.settings.databaseUrl, { now: () => t.clock.now() });
  const transaction = reader.db.transaction().setIsolationLevel('repeatable read');
  const how = testDatabase === 'sqlite' ? reader.db.transaction().setAccessMode('read only') : transaction;
  await how.execute(async (tx) => {
    await tx.selectFrom('data_keys').select('id').execute();
    await work();
  });
  await reader.close();
}

test('the receipt and the list are there before the files are cleaned; what was cut short is done again by the id', async () => {
  const backupDir = await freshFolder();
  const app = { ...t.app, settings: { ...t.app.settings, backupDir } };
  const type = async (said: string[], ...args: string[]) => run(args, app, (line) => said.push(line));
  const said: string[] = [];
  const again: string[] = [];
  await whileRead(async () => {
    const erasing = type(said, t.aleks, '--reason', 'over', '--unread-too', '--again', t.aleks);
    while (!existsSync(listBeside(backupDir))) await setTimeout(10);
    // As if the machine went here: whoever sat before it has the receipt, and so has the list.
    expect(said.join('\n')).toContain('Erased. Receipt');
    expect(readErased(listBeside(backupDir), app.ring).map(({ childId }) => childId)).toEqual([t.aleks]);
    expect(await erasing).toBe(1);
    expect(said.at(-1)).toBe(`They are erased. To do what is left, type: heard erase ${t.aleks} --reason again`);
  });
  expect(await type(again, t.aleks, '--reason', 'again')).toBe(0);
  expect(again[0]).toBe(said.find((line) => line.startsWith('Erased. Receipt')));
  expect(again.join('\n')).toContain(listBeside(backupDir));
});

test('a list that cannot be written is said, and the rest is done', async () => {
  const app = { ...t.app, settings: { ...t.app.settings, backupDir: '/dev/null/backups' } };
  const said: string[] = [];
  const code = await run([t.aleks, '--reason', 'over', '--unread-too', '--again', t.aleks], app, (line) => said.push(line));
  expect([code, said.join('\n')]).toEqual([1, expect.stringContaining('could not be written')]);
});

test.runIf(testDatabase === 'postgres')('cleaning the files of PostgreSQL holds up nobody who reads, and gives way', async () => {
  const { db } = t.app.database;
  await whileRead(async () => {
    let longest = 0;
    const cleaning = scrub(db, 3);
    for (let over = false; !over;) {
      const began = performance.now();
      await db.selectFrom('data_keys').select('id').limit(1).execute();
      longest = Math.max(longest, performance.now() - began);
      over = await Promise.race([cleaning.then(() => true), setTimeout(20, false)]);
    }
    expect(longest).toBeLessThan(1000);
    expect(await cleaning).toMatchObject({ clean: false, left: expect.stringContaining('such as a backup') });
  });
  // Somebody who only waits for the table itself.
  await t.app.database.db.transaction().execute(async (tx) => {
    await sql`lock table data_keys in access share mode`.execute(tx);
    expect((await scrub(db, 1)).clean).toBe(false);
  });
  expect(await scrub(db)).toEqual({ clean: true, left: '' });
  const { rows } = await sql<{ lock_timeout: string }>`show lock_timeout`.execute(db);
  expect(rows[0]?.lock_timeout).toBe('0');
});
