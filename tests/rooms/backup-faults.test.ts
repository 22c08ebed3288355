import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { digestOf, writeBackup } from '#lib/server/backup/file.ts';
import { makeBackup, type Made } from '#lib/server/backup/making.ts';
import { restoreBackup } from '#lib/server/backup/restoring.ts';
import { newPair } from '#lib/server/backup/sealing.ts';
import { readSettings } from '#lib/server/settings.ts';
import { command } from '#tests/setup/app.ts';
import { cast, sayAndSend, type Cast } from '#tests/setup/cast.ts';
import { freshFolder, testDatabase } from '#tests/setup/database.ts';
import { unseal } from '#tests/setup/tampering.ts';

vi.setConfig({ testTimeout: 60_000 });

let t: Cast;
let pair: Awaited<ReturnType<typeof newPair>>;
let folder: string;
const chain = (app: App) => verifyChain(app.context(command));

beforeEach(async () => {
  t = await cast();
  pair = await newPair();
  folder = await freshFolder();
  await sayAndSend(t.asChild(t.robin), t.robin, { change: 'I would like to see my sister more often.' });
});

const backUp = () => makeBackup(t.app, { folder, recipients: [pair.recipient], chain, pace: { pages: 50, pauseMs: 0 } });
const restored = (file: string, into: string) =>
  restoreBackup({
    ...{ file, into, identities: [pair.identity], ring: t.app.ring, chain, clock: t.clock },
    afterwards: async () => undefined
  });
const openedAt = (into: string) =>
  openApp(readSettings({ HEARD_MODE: 'test', HEARD_DATA_DIR: into }), { ring: t.app.ring, clock: t.clock });

const flip = (bytes: Uint8Array | null, at: number): Buffer => {
  const changed = Buffer.from(bytes ?? []);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

/** One answer does not open any more. Returns its place. */
async function damageField(): Promise<string> {
  const { db } = t.app.database;
  const { id, body_sealed: body } = await db.selectFrom('answers').select(['id', 'body_sealed']).executeTakeFirstOrThrow();
  await db
    .updateTable('answers')
    .set({ body_sealed: flip(body, 40) })
    .where('id', '=', id)
    .execute();
  return `answers.body_sealed ${id}`;
}

async function damageEntry(seq: number): Promise<void> {
  const { db } = t.app.database;
  await unseal(db, testDatabase);
  await db.updateTable('audit').set({ subject_id: 'somebody else' }).where('seq', '=', seq).execute();
}

/** One child's key for names does not open: every field of their record. */
async function damageKey(): Promise<void> {
  const { db } = t.app.database;
  const key = await db
    .selectFrom('data_keys')
    .select(['id', 'wrapped'])
    .where('subject_id', '=', t.robin)
    .where('purpose', '=', 'record')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('data_keys')
    .set({ wrapped: flip(key.wrapped, 20) })
    .where('id', '=', key.id)
    .execute();
  t.app.vault.forget({ kind: 'child', id: t.robin });
}

describe('a copy of data with faults is kept when its file is whole', () => {
  test('its manifest names them, and it is put back with just those', async () => {
    const place = await damageField();
    await damageEntry(2);
    await damageKey();
    const made = await backUp();
    expect(made.manifest.faults).toMatchObject({ entry: 2, fields: { many: made.damaged.length } });
    expect(made.manifest.faults?.fields.some).toEqual(expect.arrayContaining([place, `children.first_name_sealed ${t.robin}`]));
    const into = join(await freshFolder(), 'back');
    expect((await restored(made.path, into)).manifest).toEqual(made.manifest);
    const app = await openedAt(into);
    const cards = await childCards(app.context(command), [t.robin, t.kai]);
    expect([cards.get(t.robin)?.called, cards.get(t.kai)?.called]).toEqual(['…', 'Kai']);
    expect((await chain(app)).broken).toBe(2);
    await app.close();
  });

  test('one more or one fewer than it names is refused', async () => {
    await damageField();
    const made = await backUp();
    const { faults: named, ...whole } = made.manifest;
    expect(named).toMatchObject({ entry: null, fields: { many: 1 } });
    const other = { many: 1, digest: 'of another', some: ['answers.body_sealed another'] };
    for (const faults of [null, { fields: other, entry: null }, { fields: named?.fields ?? other, entry: 2 }]) {
      const file = await anew(made, { ...whole, ...(faults && { faults }) });
      const into = join(await freshFolder(), 'x');
      await expect(restored(file, into)).rejects.toThrow(/sealed fields do not open|audit chain does not fit/);
      await expect(readdir(into)).rejects.toThrow('ENOENT');
    }
  });

  test('no older one goes for it, but for those that are too old for any', async () => {
    const now = t.clock.now().getTime();
    const nameAt = (days: number) =>
      `heard-${new Date(now - days * 86_400_000).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z.backup.age`;
    const days = Array.from({ length: 400 }, (_, at) => at + 1);
    for (const ago of days) await writeFile(join(folder, nameAt(ago)), 'old');
    await damageField();
    const { removed } = await backUp();
    const longest = t.app.settings.backupDays;
    expect(removed.toSorted()).toEqual(
      days
        .filter((ago) => ago > longest)
        .map(nameAt)
        .toSorted()
    );
  });
});

/** The same copy with another manifest over it. */
async function anew(made: Made, manifest: Made['manifest']): Promise<string> {
  const [aside, out] = [join(await freshFolder(), 'aside'), join(await freshFolder(), 'other.age')];
  const { database } = await restored(made.path, aside);
  const copy = join(await freshFolder(), 'copy.sqlite');
  await copyFile(database, copy);
  await writeBackup(copy, { ...manifest, ...(await digestOf(copy)) }, t.app.ring, [pair.recipient], out);
  await rm(aside, { recursive: true });
  return out;
}
