import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '#commands/keys-life.ts';
import { recordDamage } from '#lib/audit/damage.server.ts';
import { childCards, childFor, saveChild } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { saveStaff, staffCards } from '#lib/people/people.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { stillDamaged } from '#lib/server/keys/damage.ts';
import { newRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';
import { command } from '#tests/setup/app.ts';
import { freshDatabaseUrl, freshFolder } from '#tests/setup/database.ts';

vi.setConfig({ testTimeout: 60_000 });

let app: App;
let [ann, ben, sam, kim] = ['', '', '', ''];
beforeAll(async () => {
  const keyFile = join(await freshFolder(), 'ring.json');
  writeFileSync(keyFile, newRing(), { mode: 0o600 });
  const where = { HEARD_DATA_DIR: await freshFolder(), HEARD_DATABASE_URL: await freshDatabaseUrl() };
  app = await openApp(readSettings({ HEARD_MODE: 'test', HEARD_KEY_FILE: keyFile, ...where }));
  const child = (firstName: string) => saveChild(ctx(), { firstName, lastName: 'Test', bornOn: '2015-01-02' });
  const worker = (name: string) => saveStaff(ctx(), { name, roles: [], email: null });
  [ann, ben, sam, kim] = [await child('Ann'), await child('Ben'), await worker('Sam Okafor'), await worker('Kim Bell')];
});
afterAll(() => app.close());

const ctx = (): Context => app.context(command);
const keysOf = (id: string) =>
  app.database.db.selectFrom('data_keys').select(['id', 'wrapped']).where('subject_id', '=', id).orderBy('id').execute();

/** One bit of the newest data key of somebody is another one. Returns what puts it back. */
async function flipped(subjectId: string): Promise<() => Promise<void>> {
  const { id, wrapped } = (await keysOf(subjectId)).at(-1) ?? { id: 0, wrapped: new Uint8Array() };
  const set = async (bytes: Uint8Array) =>
    void (await app.database.db.updateTable('data_keys').set({ wrapped: bytes }).where('id', '=', id).execute());
  const changed = Buffer.from(wrapped);
  changed[20] = (changed[20] ?? 0) ^ 1;
  await set(changed);
  app.vault.forget({ kind: 'child', id: subjectId });
  app.vault.forget({ kind: 'staff', id: subjectId });
  return () => set(wrapped);
}

/** What an operator typed: exit code and lines. */
async function type(...args: string[]) {
  const said: string[] = [];
  return { code: await run(args, app, (line) => said.push(line)), said: said.join('\n') };
}

describe('one data key that does not open', () => {
  test('shows as that child and that worker, in a list of all, and is noticed as damage', async () => {
    const back = [await flipped(ann), await flipped(sam)];
    const children = await childCards(ctx(), [ann, ben]);
    expect([children.get(ann)?.called, children.get(ben)?.called]).toEqual(['…', 'Ben']);
    const staff = await staffCards(ctx(), [sam, kim]);
    expect([staff.get(sam)?.name, staff.get(kim)?.name]).toEqual(['…', 'Kim Bell']);
    await recordDamage(ctx());
    const damaged = await stillDamaged(app.database.db, app.vault);
    expect(new Set(damaged.map(({ table, row }) => `${table} ${row}`))).toEqual(new Set([`children ${ann}`, `staff ${sam}`]));
    const noted = await app.database.db.selectFrom('audit').select('child_id').where('verb', '=', 'field.open').execute();
    expect(noted.map(({ child_id: childId }) => childId)).toContain(ann);
    for (const put of back) await put();
    expect(await stillDamaged(app.database.db, app.vault)).toEqual([]);
  });

  test('lets nothing be sealed, is never replaced by a new one, and works again as soon as it is put back', async () => {
    const back = await flipped(ann);
    const before = await keysOf(ann);
    expect(await childFor(ctx(), ann)).toMatchObject({ firstName: '…', bornOn: null });
    const anew = { id: ann, firstName: 'Anna', lastName: 'Test', bornOn: '2015-01-02', knownAs: null };
    await expect(saveChild(ctx(), anew)).rejects.toMatchObject({ problem: 'damaged' });
    expect((await keysOf(ann)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    await saveChild(ctx(), { id: ben, firstName: 'Benny', lastName: 'Test', bornOn: '2015-01-02' });
    await back();
    expect((await childFor(ctx(), ann)).firstName).toBe('Ann');
    await saveChild(ctx(), anew);
  });

  test('is named by every key work, stops none of it, and its key of the ring goes only when it is given up on purpose', async () => {
    const [first] = app.ring.keys();
    await flipped(ann);
    const named = `child:${ann} record`;
    for (let turn = 0; turn < 2; turn += 1) {
      const before = app.ring.active();
      const rotated = await type('rotate');
      expect(rotated).toMatchObject({ code: 1, said: expect.stringContaining(named) });
      // The second time too: what does not open holds up no later one.
      expect(app.ring.active()).not.toBe(before);
    }
    const { said: status } = await type('status');
    expect(status).toContain('1 of which do not open');
    const sealed = await type('reencrypt', '--wait', '0');
    expect(sealed).toMatchObject({ code: 1, said: expect.stringMatching(/children\.\w+ /) });
    // With its own new key what is written anew opens again; what was sealed before stays damaged.
    expect((await childFor(ctx(), ann)).firstName).toBe('…');
    expect((await childFor(ctx(), ben)).firstName).toBe('Benny');
    await saveChild(ctx(), { id: ann, firstName: 'Ann', lastName: 'Anew', bornOn: '2015-01-02', knownAs: null });
    expect((await childFor(ctx(), ann)).lastName).toBe('Anew');

    const id = first?.id ?? '';
    expect(await type('retire', id, '--sure')).toMatchObject({ code: 2, said: expect.stringContaining('--lost-too') });
    expect(await type('retire', id, '--lost-too')).toMatchObject({ code: 2, said: expect.stringContaining('lost for good') });
    expect(await keysOf(ann)).toHaveLength(2);
    const retired = await type('retire', id, '--sure', '--lost-too');
    expect(retired).toMatchObject({ code: 0, said: expect.stringContaining('1 data keys that do not open were given up') });
    expect(await keysOf(ann)).toHaveLength(1);
    expect((await childFor(ctx(), ann)).lastName).toBe('Anew');
    expect(await type('rotate')).toMatchObject({ code: 0 });
  });
});
