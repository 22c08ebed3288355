import { sql } from 'kysely';
import { beforeEach, expect, test, vi } from 'vitest';
import { record, verifyChain } from '#lib/audit/audit.server.ts';
import { seeDraft } from '#lib/consultations/drafts.server.ts';
import { heardState, seeOwn } from '#lib/consultations/heard.server.ts';
import { within, type Context } from '#lib/context.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { childSheet, myChildren, viewsSheet } from '#lib/inbox/caseload.server.ts';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import { asRefusal } from '#lib/server/database/open.ts';
import { log } from '#lib/server/log.ts';
import { answer, cast, draftOf, sendIt, type Cast } from '#tests/setup/cast.ts';
import { testDatabase } from '#tests/setup/database.ts';

let t: Cast;
/** What Robin sent, and what Robin is still writing. */
let sent: string;
let writing: string;
beforeEach(async () => {
  vi.restoreAllMocks();
  t = await cast();
  const draft = await draftOf(robin(), t.robin, t.review);
  await answer(robin(), draft.id, { change: 'my own key' });
  await sendIt(robin(), draft.id);
  sent = (await t.cmd().db.selectFrom('contributions').select('id').executeTakeFirstOrThrow()).id;
  writing = (await draftOf(robin(), t.robin, t.review)).id;
  await answer(robin(), writing, { change: 'two keys' });
});

const robin = () => t.asChild(t.robin);
const sam = () => t.asStaff(t.sam);
const full = expect.objectContaining({ problem: 'full', status: 507 });

/** An act of somebody's own, as any of their verbs would write it. */
const act = (ctx: Context) => within(ctx, (ctx) => record(ctx, { verb: 'child.save', subject: 'child', subjectId: t.robin }));

/** The audit takes all the room there is: not one more entry of anybody fits. */
async function fillByAudit(): Promise<void> {
  const { db } = t.app.database;
  if (testDatabase === 'postgres') {
    await sql`create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`.execute(
      db
    );
    for (const table of ['audit', 'openings', 'request_openings'])
      await sql`create trigger no_room before insert on ${sql.table(table)} for each row execute function no_room()`.execute(db);
    return;
  }
  await sql`pragma max_page_count = 1`.execute(db);
  // Whoever acts has their own place in the index: only when nobody's fits is it full.
  for (let refused = 0; refused < 4;) {
    refused = 0;
    for (const ctx of [robin(), sam(), t.cmd(), t.asStaff(t.amina)]) {
      const outcome = await act(ctx).catch((error: unknown) => error);
      if (outcome === undefined) continue;
      expect(outcome).toEqual(full);
      refused += 1;
    }
  }
}

async function makeRoom(): Promise<void> {
  const { db } = t.app.database;
  if (testDatabase === 'postgres') await sql`drop function no_room() cascade`.execute(db);
  else await sql`pragma max_page_count = 1073741823`.execute(db);
}

/** Everything that only shows something, as it is shown. */
async function everythingRead() {
  const home = await homeOf(robin(), t.robin);
  const own = await seeOwn(robin(), t.robin, sent);
  const draft = await seeDraft(robin(), t.robin, t.review);
  const state = await heardState(robin(), t.robin, t.review);
  const [children, inbox] = [await myChildren(sam()), await inboxOf(sam())];
  const [sheet, views] = [await childSheet(sam(), t.robin), await viewsSheet(sam(), sent)];
  return { home, own, draft, state, children, inbox, sheet, views };
}

const looked = ['caseload.see', 'child.see', 'contribution.read', 'contribution.see-own', 'draft.see', 'inbox.see'];
const looksKept = async () => {
  const rows = await t.cmd().db.selectFrom('audit').select('verb').where('verb', 'in', looked).execute();
  return [...new Set(rows.map(({ verb }) => verb))].sort();
};

test('with no room for one more entry everybody reads on, the looks go into the log, and nothing else is done', async () => {
  const warned = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  await fillByAudit();
  const entries = await t.count('audit');
  const read = await everythingRead();
  expect(read.draft?.id).toBe(writing);
  expect(JSON.stringify(read.draft)).toContain('two keys');
  expect(JSON.stringify(read.own)).toContain('my own key');
  expect(JSON.stringify(read.views.views.answers)).toContain('my own key');
  expect(read.children).toHaveLength(2);
  expect(read.inbox.flatMap(({ rows }) => rows)).toHaveLength(1);
  const noted = warned.mock.calls.map(([kind, fields]) => [kind, fields?.verb, fields?.by]);
  expect([...new Set(noted.map(([, verb]) => verb))].sort()).toEqual(looked);
  expect(noted).toContainEqual(['look-not-kept', 'contribution.read', t.sam]);
  expect(noted).toContainEqual(['look-not-kept', 'draft.see', t.robin]);
  expect(await t.count('audit')).toBe(entries);
  expect(await t.count('openings')).toBe(0);
  await expect(act(sam())).rejects.toEqual(full);
  await expect(sendIt(robin(), writing)).rejects.toEqual(full);

  await makeRoom();
  warned.mockClear();
  await everythingRead();
  expect(await looksKept()).toEqual(looked);
  expect(await t.count('openings')).toBe(1);
  expect(warned).not.toHaveBeenCalled();
  expect(await verifyChain(t.cmd())).toEqual({ entries: await t.count('audit'), broken: null });
});

test('the line of a look in the log holds ids and a verb, and what is no id does not get in', () => {
  const printed: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => (printed.push(String(part)), true));
  log.warn('look-not-kept', { verb: 'contribution.read', by: t.sam, of: sent });
  log.warn('look-not-kept', { verb: 'Robin', by: 'Sam Okafor', of: 'my own key' });
  const [line, other] = printed.map((text): unknown => JSON.parse(text));
  expect(line).toEqual({
    ...{ level: 'warn', at: expect.any(String), kind: 'look-not-kept' },
    ...{ verb: 'contribution.read', by: t.sam, of: sent }
  });
  expect(other).toEqual({ level: 'warn', at: expect.any(String), kind: 'look-not-kept', dropped: 3 });
});

test.runIf(testDatabase === 'sqlite')(
  'a file that nobody may write is read all the same, and nothing is kept in it',
  async () => {
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    await sql`pragma query_only = 1`.execute(t.app.database.db);
    expect((await everythingRead()).children).toHaveLength(2);
    await expect(act(sam())).rejects.toEqual(full);
    await sql`pragma query_only = 0`.execute(t.app.database.db);
    await act(sam());
  }
);

test.runIf(testDatabase === 'postgres')('a server that takes no writes is read all the same', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  await t.app.database.db.connection().execute(async (db) => {
    await sql`set default_transaction_read_only = on`.execute(db);
    const onIt = (ctx: Context): Context => ({ ...ctx, db });
    expect(await myChildren(onIt(sam()))).toHaveLength(2);
    expect(JSON.stringify((await viewsSheet(onIt(sam()), sent)).views.answers)).toContain('my own key');
    await expect(act(onIt(sam()))).rejects.toEqual(full);
    await sql`set default_transaction_read_only = off`.execute(db);
  });
});

test('what an engine says when it cannot write is told as what it is', () => {
  const told = (code: string) => asRefusal(Object.assign(new Error('x'), { code }));
  for (const code of ['SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_READONLY_DBMOVED', 'SQLITE_IOERR_WRITE', '25006', '53100'])
    expect([code, told(code)]).toEqual([code, full]);
  for (const code of ['SQLITE_IOERR', 'SQLITE_IOERR_READ', 'SQLITE_IOERR_LOCK'])
    expect([code, told(code)]).toEqual([code, expect.objectContaining({ problem: 'busy', status: 503 })]);
  expect(told('SQLITE_CONSTRAINT_UNIQUE')).not.toHaveProperty('problem');
});
