import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '#commands/keys-life.ts';
import { saveChild, saveContact } from '#lib/children/children.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import type { Context } from '#lib/context.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { systemIds } from '#lib/server/ids.ts';
import { openEveryField } from '#lib/server/keys/every-field.ts';
import { newRing, readRing } from '#lib/server/keys/ring.ts';
import { reencrypt, type Reencrypting } from '#lib/server/keys/reencrypting.ts';
import { turnOver } from '#lib/server/keys/rotating.ts';
import { keyStatus } from '#lib/server/keys/status.ts';
import { readSettings } from '#lib/server/settings.ts';
import { command } from '#tests/setup/app.ts';
import { freshDatabaseUrl, freshFolder, testDatabase } from '#tests/setup/database.ts';

vi.setConfig({ testTimeout: 60_000 });

let [settings, keyFile] = [readSettings({ HEARD_MODE: 'test' }), ''];
/** The web process, and a command beside it: two vaults that remember, one database, one ring file. */
let web: App;
let beside: App;

beforeAll(async () => {
  const folder = await freshFolder();
  keyFile = join(await freshFolder(), 'ring.json');
  writeFileSync(keyFile, newRing(), { mode: 0o600 });
  settings = readSettings({
    ...{ HEARD_MODE: 'test', HEARD_DATA_DIR: folder, HEARD_DATABASE_URL: await freshDatabaseUrl() },
    HEARD_KEY_FILE: keyFile
  });
  web = await openApp(settings);
  beside = await openApp(settings);
});
afterAll(async () => {
  await web.close();
  await beside.close();
});

const ctx = (app: App = web): Context => app.context(command);

/** What an operator typed: exit code and lines. */
async function type(...args: string[]) {
  const said: string[] = [];
  return { code: await run(args, beside, (line) => said.push(line)), said: said.join('\n') };
}

/** A child with somebody around them. Returns what must be read again later. */
async function family(app: App, name: string) {
  const childId = await saveChild(ctx(app), { firstName: name, lastName: 'Test', bornOn: '2015-01-02', knownAs: `${name}y` });
  const contactId = await saveContact(ctx(app), {
    childId,
    name: `Mother of ${name}`,
    relation: 'mother',
    email: `${name}@post.example`
  });
  return { name, childId, contactId };
}

async function damagedFields(app: App) {
  return (await openEveryField(app.database.db, app.vault)).damaged;
}

const activeKey = () => readRing(readFileSync(keyFile, 'utf8')).active();

describe('turning the ring over', () => {
  test('wraps everything anew, in every process at once, and a key goes only when nothing names it', async () => {
    const before = activeKey();
    const ann = await family(web, 'Ann');
    const older = join(await freshFolder(), 'older.sqlite');
    if (testDatabase === 'sqlite') {
      await sql`pragma wal_checkpoint(truncate)`.execute(web.database.db);
      copyFileSync(settings.databaseUrl.slice('sqlite:'.length), older);
    }
    expect((await type('retire', before)).said).toContain('turn the ring over first');
    const turned = await type('rotate');
    expect(turned.code).toBe(0);
    expect(activeKey()).not.toBe(before);
    // The web process had its keys, and its ring, before: what it makes now is wrapped by the new one.
    const ben = await family(web, 'Ben');
    const { keys } = await keyStatus(web.database.db, web.ring);
    expect(keys.map(({ id, state, rows }) => [id, state, rows > 0])).toEqual([
      [activeKey(), 'active', true],
      [before, 'decrypt-only', false]
    ]);
    expect(await damagedFields(web)).toEqual([]);
    expect((await contactOf(ctx(), ann.contactId))?.name).toBe('Mother of Ann');
    expect((await contactOf(ctx(beside), ben.contactId))?.email).toBe('Ben@post.example');

    expect((await type('retire', before)).code).toBe(2);
    expect((await type('retire', before, '--sure')).said).toContain('is gone from the ring');
    expect(readFileSync(keyFile, 'utf8')).toContain('"retired"');
    expect(JSON.parse(readFileSync(keyFile, 'utf8')).keys.find(({ id }: { id: string }) => id === before)).not.toHaveProperty(
      'key'
    );
    expect((await type('retire', before, '--sure')).said).toContain('retired already');
    expect(await damagedFields(web)).toEqual([]);
    // An older copy of the database still holds the wrapped keys, and nothing opens them any more.
    if (testDatabase !== 'sqlite') return;
    const copy = readSettings({
      HEARD_MODE: 'test',
      HEARD_DATA_DIR: settings.dataDir,
      HEARD_DATABASE_URL: `sqlite:${older}`,
      HEARD_KEY_FILE: keyFile
    });
    await expect(openApp(copy)).rejects.toThrow(`lacks what this database was written with (${before})`);
  });

  test('goes on where it was cut short, whenever that was', async () => {
    const before = activeKey();
    const turning = {
      db: beside.database.db,
      ring: beside.ring,
      installation: beside.vault.installation,
      ids: systemIds,
      now: () => new Date()
    };
    // The new ring is in its file, and then the machine goes: nothing was written down.
    await expect(
      turnOver(turning, () => {
        writeFileSync(keyFile, turnedText(), { mode: 0o600 });
        throw new Error('the machine went');
      })
    ).rejects.toThrow('the machine went');
    expect(activeKey()).not.toBe(before);
    const cut = activeKey();
    await family(web, 'Cal');
    expect((await type('rotate')).said).toContain(`Going on with ${cut}`);
    expect(activeKey()).toBe(cut);
    expect((await type('retire', before, '--sure')).code).toBe(0);
    expect(await damagedFields(web)).toEqual([]);
  });
});

describe('sealing anew', () => {
  test('is cut short again and again, while others write, and loses nothing', async () => {
    const people = [await family(web, 'Dot'), await family(web, 'Eli')];
    const old = await keysNow();
    let cuts = 0;
    for (let calls = 0; ; calls += 1) {
      const done = await reencrypt(failingAfter(calls)).catch((error: Error) => error);
      // Between one slice and the next another process writes, and reads whatever is there.
      people.push(await family(web, `Kid${calls}`));
      await saveContact(ctx(), {
        id: people[0]?.contactId ?? '',
        childId: people[0]?.childId ?? '',
        relation: 'mother',
        name: 'Mother of Dot',
        email: `dot${calls}@post.example`
      });
      expect(await damagedFields(web)).toEqual([]);
      if (!(done instanceof Error)) break;
      expect(done.message).toBe('the machine went');
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(2);
    for (const { name, contactId } of people) expect((await contactOf(ctx(), contactId))?.name).toBe(`Mother of ${name}`);
    // Once over there is no old key, and no field that names one.
    expect((await keysNow()).filter((id) => old.includes(id))).toEqual([]);
    const { byKey } = await openEveryField(web.database.db, web.vault);
    expect([...byKey.keys()].filter((id) => old.includes(id))).toEqual([]);
    expect(await type('reencrypt', '--wait', '0')).toMatchObject({ code: 0 });
    expect(await damagedFields(web)).toEqual([]);
    expect((await type('status')).said).toMatch(/Last sealed anew: 0 days ago/);
  });

  test('never puts an older value over one that was written meanwhile', async () => {
    const { childId, contactId } = await family(web, 'Fay');
    const saved: string[] = [];
    const writing = async () => {
      for (let turn = 0; turn < 30; turn += 1) {
        await saveContact(ctx(), { id: contactId, childId, relation: 'mother', name: `Mother ${turn}` });
        saved.push(`Mother ${turn}`);
        expect((await contactOf(ctx(), contactId))?.name).toBe(saved.at(-1));
      }
    };
    // One process on SQLite (its transactions take turns), two vaults and a pool on PostgreSQL.
    const app = testDatabase === 'sqlite' ? web : beside;
    const { fields } = (await Promise.all([reencrypt(partsOf(app)), writing()]))[0];
    expect(fields).toBeGreaterThan(10);
    expect((await contactOf(ctx(), contactId))?.name).toBe('Mother 29');
    expect(await damagedFields(web)).toEqual([]);
  });

  test('keeps the key of a field that does not open, and says so', async () => {
    const { contactId } = await family(web, 'Gus');
    const row = await web.database.db
      .selectFrom('contacts')
      .select('name_sealed')
      .where('id', '=', contactId)
      .executeTakeFirstOrThrow();
    const broken = Buffer.from(row.name_sealed).fill(7, 40, 44);
    await web.database.db.updateTable('contacts').set({ name_sealed: broken }).where('id', '=', contactId).execute();
    const done = await type('reencrypt', '--wait', '0');
    expect(done).toMatchObject({ code: 1 });
    expect(done.said).toContain('1 fields could not be opened: they keep their 1 old keys');
    await web.database.db.updateTable('contacts').set({ name_sealed: row.name_sealed }).where('id', '=', contactId).execute();
    expect((await contactOf(ctx(), contactId))?.name).toBe('Mother of Gus');
  });
});

function turnedText(): string {
  const ring = JSON.parse(readFileSync(keyFile, 'utf8'));
  const made = JSON.parse(newRing()).keys[0];
  return JSON.stringify({
    ...ring,
    keys: [
      made,
      ...ring.keys.map((key: { state: string }) => ({ ...key, state: key.state === 'active' ? 'decrypt-only' : key.state }))
    ]
  });
}

const keysNow = async () => (await web.database.db.selectFrom('data_keys').select('id').execute()).map(({ id }) => Number(id));

const partsOf = (app: App): Reencrypting => ({
  ...{ db: app.database.db, ring: app.ring, installation: app.vault.installation, vault: app.vault, ids: systemIds },
  ...{ now: () => new Date(), random: app.context(command).random, wait: 0 }
});

/** As if the machine went at the `calls`-th thing drawn at random: a key, a nonce. */
function failingAfter(calls: number): Reencrypting {
  let left = calls * 2;
  const parts = partsOf(beside);
  const tick = () => {
    left -= 1;
    if (left < 0) throw new Error('the machine went');
  };
  return {
    ...parts,
    random: (size) => (tick(), parts.random(size)),
    ids: () => (tick(), parts.ids())
  };
}
