import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { eraseSince } from '#commands/erased-since.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { eraseChild } from '#lib/erasing/erasing.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { makeBackup } from '#lib/server/backup/making.ts';
import { restoreBackup } from '#lib/server/backup/restoring.ts';
import { newPair } from '#lib/server/backup/sealing.ts';
import { readSettings } from '#lib/server/settings.ts';
import { cast, type Cast } from '#tests/setup/cast.ts';
import { freshFolder } from '#tests/setup/database.ts';

vi.setConfig({ testTimeout: 60_000 });

let t: Cast;
beforeAll(async () => {
  t = await cast();
});

const chain = (app: App) => verifyChain(app.context({ kind: 'command', id: 'test', assurance: 'host' }));

/** What an import has staged while it is at work: a row about somebody who is in no other table. Returns its ciphertext. */
async function staged(): Promise<Uint8Array> {
  const { db, vault, ids, now } = t.cmd();
  const [importId, id] = [ids(), ids()];
  const begun = { state: 'staging', started_at: now.toISOString(), applied_at: null };
  await db
    .insertInto('imports')
    .values({ id: importId, digest: 'x', source_system: 'lcs', files: 1, rows: 1, ...begun })
    .execute();
  const safe = await vault.safe(db, { kind: 'installation', id: vault.installation }, 'record');
  const row_sealed = safe.seal('staged_rows', 'row_sealed', id, 0, JSON.stringify({ entity: 'child', name: 'Nia' }));
  const where = { import_id: importId, entity: 'child', file: 'children.csv', line: 2, slice: 0 };
  await db
    .insertInto('staged_rows')
    .values({ id, ...where, key_index: 'k', row_index: 'r', outcome: 'staged', row_sealed })
    .execute();
  return row_sealed;
}

test('a copy made while an import was at work is put back: what was staged goes first, whoever it was about', async () => {
  const sealed = await staged();
  const { identity, recipient } = await newPair();
  const made = await makeBackup(t.app, { folder: await freshFolder(), recipients: [recipient], chain });
  // Here the import is over; then Robin is erased, and somebody whom that copy has only among what was staged.
  await t.app.database.db.deleteFrom('staged_rows').execute();
  const robin = await eraseChild(t.cmd(), { childId: t.robin, reason: 'over', unreadToo: true, backupDays: 35 });
  const onlyStaged = { ...robin, id: t.cmd().ids(), childId: t.cmd().ids() };

  const into = join(await freshFolder(), 'back');
  let went = 0;
  const { database } = await restoreBackup({
    ...{ file: made.path, identities: [identity], ring: t.app.ring, into, chain, clock: t.clock },
    afterwards: async (app) => void (went = await eraseSince(app, [robin, onlyStaged]))
  });
  expect(went).toBe(1);
  expect(readFileSync(database).includes(Buffer.from(sealed).subarray(5, 60))).toBe(false);
  const app = await openApp(readSettings({ HEARD_MODE: 'test', HEARD_DATA_DIR: into }), { ring: t.app.ring, clock: t.clock });
  const { db } = app.database;
  expect(await db.selectFrom('staged_rows').select('id').execute()).toEqual([]);
  expect(await db.selectFrom('children').select('id').where('id', '=', t.robin).execute()).toEqual([]);
  const receipts = await db.selectFrom('erasures').select('child_id').execute();
  expect(receipts.map(({ child_id: childId }) => childId).toSorted()).toEqual([t.robin, onlyStaged.childId].toSorted());
  expect((await chain(app)).broken).toBeNull();
  await app.close();
});
