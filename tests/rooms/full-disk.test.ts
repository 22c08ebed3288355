import { isActionFailure, isRedirect, type Action, type RequestEvent } from '@sveltejs/kit';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { seeDraft } from '#lib/consultations/drafts.server.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { readerOf } from '#lib/home/home.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { answer, cast, draftOf, englishWords, sendIt, type Cast } from '#tests/setup/cast.ts';
import { testDatabase } from '#tests/setup/database.ts';

let t: Cast;
beforeAll(async () => {
  t = await cast();
});

/** Long enough that it cannot fit into what is left on a page. */
const long = 'I want my own key. '.repeat(200);
const robin = () => t.asChild(t.robin);
const full = expect.objectContaining({ problem: 'full', status: 507 });

/** SQLite: a ceiling on its pages, and every page used up. PostgreSQL: what it says itself when its disk is full. */
async function fillDisk(): Promise<void> {
  const { db } = t.app.database;
  if (testDatabase === 'postgres') {
    await sql`create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`.execute(
      db
    );
    for (const table of ['answers', 'drafts'])
      await sql`create trigger no_room before insert or update of body_sealed on ${sql.table(table)} for each row execute function no_room()`.execute(
        db
      );
    return;
  }
  await sql`pragma max_page_count = 1`.execute(db);
  for (const size of [65_536, 4_000, 400, 40]) {
    for (let at = 0; ; at += 1) {
      const filled = await db
        .insertInto('council_settings')
        .values({ key: `filler ${size} ${at}`, value: 'x'.repeat(size), changed_at: '' })
        .execute()
        .catch((error: unknown) => error);
      if (!(filled instanceof Error)) continue;
      expect(filled).toMatchObject({ code: 'SQLITE_FULL' });
      break;
    }
  }
}

async function makeRoom(): Promise<void> {
  const { db } = t.app.database;
  if (testDatabase === 'postgres') await sql`drop function no_room() cascade`.execute(db);
  else await sql`pragma max_page_count = 1073741823`.execute(db);
}

const standing = async () =>
  Object.fromEntries(
    await Promise.all(
      (['contributions', 'answers', 'items', 'outbox', 'audit'] as const).map(
        async (table) => [table, await t.count(table)] as const
      )
    )
  );

/** Presses a button of one of the child's pages: what its action gives back, or where it leads. */
async function press(action: Action | undefined, params: Record<string, string>, fields: Record<string, string>) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const ctx = robin();
  const locals: App.Locals = {
    ctx,
    words: englishWords,
    council: await councilSettings(ctx),
    reader: await readerOf(ctx, { language: 'en' }),
    late: false,
    refusal: null
  };
  const url = new URL('http://localhost:3000/me');
  // The few parts of Kit's event that these actions read.
  const event = {
    locals,
    params,
    url,
    request: new Request(url, { method: 'POST', body })
  } as unknown as RequestEvent;
  try {
    const result: unknown = await action?.(event);
    return isActionFailure(result) ? { status: result.status, data: result.data } : { status: 200, data: result };
  } catch (error) {
    if (isRedirect(error)) return { status: error.status, location: error.location };
    throw error;
  }
}

test('with no room left: said so, nothing half there, the words still on the page; and it works again once there is room', async () => {
  const writing = await import('../../src/routes/me/say/[page]/+page.server.ts');
  const checking = await import('../../src/routes/me/check/+page.server.ts');
  const draft = await draftOf(robin(), t.robin, t.review);
  await answer(robin(), draft.id, { change: long });
  const kept = await seeDraft(robin(), t.robin, t.review);
  const before = await standing();
  await fillDisk();

  await expect(sendIt(robin(), draft.id)).rejects.toEqual(full);
  await expect(answer(robin(), draft.id, { since: long })).rejects.toEqual(full);
  const sending = await press(checking.actions.send, {}, { submission: draft.id });
  expect(sending).toEqual({
    status: 507,
    data: { problem: expect.stringMatching(/not saved.*still on this page/s) }
  });
  // Skip adds nothing, so a full SQLite still has room for it.
  const buttons = testDatabase === 'sqlite' ? (['next', 'back', 'more'] as const) : (['next', 'back', 'more', 'skip'] as const);
  for (const button of buttons) {
    const pressed = await press(writing.actions[button], { page: 'b03' }, { since: long });
    expect([button, pressed]).toEqual([
      button,
      {
        status: 507,
        data: expect.objectContaining({
          problem: expect.stringMatching(/not saved/),
          typed: { since: { value: long.trim(), unsure: false } }
        })
      }
    ]);
  }
  expect(await standing()).toEqual(before);
  expect(await seeDraft(robin(), t.robin, t.review)).toEqual(kept);
  expect(await itemsFor(t.cmd(), t.sam)).toEqual([]);

  await makeRoom();
  expect(await press(writing.actions.next, { page: 'b03' }, { since: long })).toMatchObject({ status: 303 });
  expect(await press(checking.actions.send, {}, { submission: draft.id })).toEqual({
    status: 303,
    location: '/me/sent'
  });
  expect(await itemsFor(t.cmd(), t.sam)).toHaveLength(1);
  expect(await standing()).toMatchObject({ contributions: 1, items: 1, outbox: 1 });
  expect(await verifyChain(t.cmd())).toEqual({ entries: await t.count('audit'), broken: null });
});
