import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { run as cards } from '#commands/cards.ts';
import { run as clock } from '#commands/clock.ts';
import { newKeys } from '#commands/keys.ts';
import { run as importing } from '#commands/import.ts';
import { run as staffLink } from '#commands/staff-link.ts';
import type { App } from '#lib/server/app.ts';
import { clockFile } from '#lib/server/app.ts';
import { readRing } from '#lib/server/keys/ring.ts';
import { useCard } from '#lib/sign-in/cards/cards.server.ts';
import { useLink } from '#lib/sign-in/workers/links.server.ts';
import { codeAsWords, readCode } from '#lib/sign-in/cards/card.ts';
import { findSourced } from '#lib/imports/finding.server.ts';
import { command, testApp, visitor } from '#tests/setup/app.ts';
import { freshFolder, testDatabase } from '#tests/setup/database.ts';

const examples = join(import.meta.dirname, '../../examples/council');

/** Runs a command and gives its exit code and what it said. */
async function typed(
  run: (args: readonly string[], app: App, out: (line: string) => void) => Promise<number>,
  app: App,
  ...args: string[]
) {
  const said: string[] = [];
  return { code: await run(args, app, (line) => said.push(line)), said: said.join('\n') };
}

/** From now on the database takes no card for this child. */
async function refuseCardsOf({ database: { db } }: App, childId: string): Promise<void> {
  const its = sql`new.child_id = ${sql.lit(childId)}`;
  if (testDatabase === 'sqlite') {
    await sql`create trigger no_card before insert on cards when ${its} begin select raise(abort, 'no card'); end`.execute(db);
    return;
  }
  await sql`create function no_card() returns trigger language plpgsql as $$ begin raise exception 'no card'; end $$`.execute(db);
  await sql`create trigger no_card before insert on cards for each row when (${its}) execute function no_card()`.execute(db);
}

describe('cards', () => {
  let t: Awaited<ReturnType<typeof testApp>>;
  let folder: string;
  beforeAll(async () => {
    t = await testApp();
    folder = await freshFolder();
    expect((await typed(importing, t.app, examples, '--apply')).code).toBe(0);
  }, 60_000);

  test('are printed discreetly: a code, its words, the product, and a strip to cut off', async () => {
    const file = join(folder, 'one.html');
    const { code, said } = await typed(cards, t.app, '--child', '0204011', '--out', file);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('1 card is in') });
    const html = readFileSync(file, 'utf8');
    expect(html).not.toMatch(/Robin|Ashby|Marrowdale|review|council|social|\biro\b|<script|https?:\/\/(?!localhost)/i);
    expect(html).toContain('0204011');
    const shown = /class="code" dir="ltr">([^<]+)</.exec(html)?.[1] ?? '';
    expect(html).toContain(codeAsWords(readCode(shown) ?? '').join(' '));
    expect((await useCard(t.as(visitor), shown)).actor.kind).toBe('child');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('are never printed over others, and a wrong name makes none', async () => {
    const file = join(folder, 'kept.html');
    writeFileSync(file, 'kept');
    expect(await typed(cards, t.app, '--child', '0204148', '--out', file)).toMatchObject({ code: 2 });
    expect(readFileSync(file, 'utf8')).toBe('kept');
    const other = join(folder, 'none.html');
    const wrong = await typed(cards, t.app, '--child', '0204148', '9999', '--out', other);
    expect(wrong).toEqual({ code: 2, said: 'There is no child under 9999. No card was made.' });
    expect(existsSync(other)).toBe(false);
    for (const args of [[], ['--all'], ['--out', other], ['--all', '--child', '0204148', '--out', other], ['--what']])
      expect((await typed(cards, t.app, ...args)).said).toContain('heard cards --child');
  });

  test('that were made are in the file, though an error stopped the others; with none there is no file', async () => {
    const second = (await findSourced(t.as(command), 'child', '0204148'))?.recordId ?? '';
    await refuseCardsOf(t.app, second);
    const file = join(folder, 'some.html');
    const some = await typed(cards, t.app, '--child', '0204011', '0204148', '--out', file);
    expect(some).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^1 card is in .*stopped at 0204148.*1 of 2 were not made/s)
    });
    const shown = /class="code" dir="ltr">([^<]+)</.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    expect((await useCard(t.as(visitor), shown)).actor.kind).toBe('child');
    const none = join(folder, 'no-one.html');
    expect(await typed(cards, t.app, '--child', '0204148', '0204011', '--out', none)).toMatchObject({ code: 2 });
    expect(existsSync(none)).toBe(false);
    expect((await useCard(t.as(visitor), shown)).actor.kind).toBe('child');
    await sql`drop trigger no_card ${testDatabase === 'postgres' ? sql`on cards` : sql``}`.execute(t.app.database.db);
  });

  test('for all are for those who have none', async () => {
    const all = await typed(cards, t.app, '--all', '--single', '--out', join(folder, 'all.html'));
    expect(all).toMatchObject({ code: 0, said: expect.stringMatching(/^3\d cards are in/) });
    expect((await typed(cards, t.app, '--all', '--out', join(folder, 'more.html'))).said).toMatch(/has a card/);
  });

  test('a worker’s link is for one who works here, by the case system’s id', async () => {
    const { code, said } = await typed(staffLink, t.app, 'iro01');
    expect(code).toBe(0);
    const token = /\/sign-in\/link\/(\S+)/.exec(said)?.[1] ?? '';
    expect((await useLink(t.as(visitor), token)).actor).toMatchObject({ kind: 'staff', roles: ['iro'] });
    expect(await typed(staffLink, t.app, 'IRO99')).toEqual({
      code: 2,
      said: 'There is nobody who works here under IRO99.'
    });
    expect((await typed(staffLink, t.app)).code).toBe(2);
  });
});

describe('the clock', () => {
  test('of a demo can be moved and set back; of a live service never', async () => {
    const { app } = await testApp();
    const demo: App = { ...app, clock: { now: () => new Date() } };
    expect((await typed(clock, demo, '--forward', '3d')).code).toBe(0);
    expect(Number(readFileSync(clockFile(app.settings), 'utf8'))).toBeCloseTo(3 * 24 * 3600_000, -4);
    expect((await typed(clock, demo, '--set', '2030-01-01T09:00:00Z')).said).toContain('2030-01-01T09:00');
    expect((await typed(clock, demo, '--reset')).code).toBe(0);
    expect(existsSync(clockFile(app.settings))).toBe(false);
    for (const odd of [['--forward', 'soon'], ['--set', 'never'], ['--forward', '3d', 'x'], []])
      expect((await typed(clock, demo, ...odd)).said).toContain('heard clock');
    const live: App = { ...app, settings: { ...app.settings, mode: 'live' } };
    expect(await typed(clock, live, '--forward', '3d')).toEqual({
      code: 2,
      said: 'The clock of a live service cannot be moved.'
    });
    expect(existsSync(clockFile(app.settings))).toBe(false);
  });
});

describe('keys', () => {
  test('are made in a new file that only its owner reads, and never over others', async () => {
    const file = join(await freshFolder(), 'deep', 'ring.json');
    const said: string[] = [];
    expect(newKeys(['new', file], (line) => said.push(line))).toBe(0);
    const made = readFileSync(file, 'utf8');
    expect(readRing(made).derived('index')).toHaveLength(32);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    expect(newKeys(['new', file], (line) => said.push(line))).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe(made);
    expect(newKeys(['new'], (line) => said.push(line))).toBe(2);
    expect(said.join('\n')).not.toContain(JSON.parse(made).root);
  });
});
