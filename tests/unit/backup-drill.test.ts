import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { drillFolder } from '#lib/server/backup/drill-folder.ts';

test('a killed drill’s folder goes with the next one; that of a drill at work stays', async () => {
  const above = await mkdtemp(join(inject('testFolder'), 'drills-'));
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const name of [`heard-drill-${pid}-abc`, `heard-drill-${process.pid}-abc`, 'notes']) {
    await mkdir(join(above, name));
    await writeFile(join(above, name, 'heard.sqlite'), 'open');
  }
  const made = drillFolder(above);
  expect((await readdir(above)).toSorted()).toEqual([basename(made), `heard-drill-${process.pid}-abc`, 'notes'].toSorted());
  expect(await readdir(made)).toEqual([]);
});
