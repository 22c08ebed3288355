import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { run as backup } from '#commands/backup.ts';
import { run as restore } from '#commands/restore.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { openApp } from '#lib/server/app.ts';
import { readSettings } from '#lib/server/settings.ts';
import { command } from '#tests/setup/app.ts';
import { examined, setUp } from '#tests/setup/doctor.ts';

vi.setConfig({ testTimeout: 30_000 });
afterEach(() => vi.unstubAllEnvs());

test('a backup of data with faults ends with 1 and says so; doctor too; a restore says which', async () => {
  const set = await setUp(1);
  const identity = join(set.folder, 'elsewhere', 'identity.txt');
  const said: string[] = [];
  const typed = async (run: typeof backup, ...args: string[]) => {
    said.length = 0;
    const code = await run(args, (line) => said.push(line));
    return { code, said: said.join('\n') };
  };
  const keys = await typed(backup, 'keys', identity);
  set.env.HEARD_BACKUP_RECIPIENTS = /HEARD_BACKUP_RECIPIENTS=(age1\S+)/.exec(keys.said)?.[1] ?? '';
  for (const [name, value] of Object.entries(set.env)) vi.stubEnv(name, value);
  const app = await openApp(readSettings(set.env));
  const id = await saveChild(app.context(command), { firstName: 'Robin', lastName: 'Ash', bornOn: '2017-05-04' });
  await app.database.db
    .updateTable('children')
    .set({ first_name_sealed: Buffer.from('not what was sealed') })
    .where('id', '=', id)
    .execute();
  await app.close();

  const folder = join(set.folder, 'backups');
  const made = await typed(backup, folder);
  expect(made).toEqual({
    code: 1,
    said: expect.stringContaining(`1 sealed fields do not open: children.first_name_sealed ${id}`)
  });
  expect(made.said).toContain('IT WAS KEPT, BUT THE DATA HAS FAULTS');
  // Nobody had looked at that field: the copy found it, and it is on record here.
  const { lines, faults } = await examined(set.env);
  expect(faults).toEqual(['fields-open', 'backup']);
  expect(lines.find(({ code }) => code === 'backup')?.said).toContain('made of data with faults: 1 fields that do not open');
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.age')) ?? '');
  const back = await typed(restore, file, '--identity', identity, '--into', join(set.folder, 'again'));
  expect(back).toEqual({ code: 0, said: expect.stringContaining(`children.first_name_sealed ${id}`) });
  expect(back.said).toContain('IT HAS FAULTS');
});
