import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { record } from '#lib/audit/audit.server.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { serve } from '#lib/server/serving.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { readSession } from '#lib/sign-in/sign-in.server.ts';
import { childActor, command, testApp, visitor } from '#tests/setup/app.ts';
import { testDatabase } from '#tests/setup/database.ts';

type Town = Awaited<ReturnType<typeof testApp>>;

/** Presses Leave now with both cookies: what comes back, and which cookies went. */
async function leave(ctx: Context, t: Town) {
  serve(t.app);
  const { POST } = await import('../../src/routes/leave/+server.ts');
  const gone: string[] = [];
  // The few parts of Kit's cookies and event that the route reads.
  const cookies = { get: () => 'there', delete: (name: string) => gone.push(name) } as unknown as Cookies;
  const council = await councilSettings((await testApp()).as(visitor));
  const request = new Request('http://localhost:3000/leave', { method: 'POST' });
  const response = await POST({ locals: { ctx, council }, cookies, request } as unknown as RequestEvent);
  const { status, headers } = response;
  return { status, to: headers.get('location'), cleared: headers.get('clear-site-data'), gone: gone.sort() };
}

const left = { status: 303, to: '/blank', cleared: '"cache", "cookies", "storage"', gone: ['d', 'e', 'o', 's', 'x'] };

/** Nothing more can be written to the log: as the database itself says when its disk is full. */
async function fillLog({ app, as }: Town): Promise<void> {
  const { db } = app.database;
  if (testDatabase === 'postgres') {
    await sql`create function no_room() returns trigger language plpgsql as $$ begin raise exception 'No space left on device' using errcode = '53100'; end $$`.execute(
      db
    );
    await sql`create trigger no_room before insert on audit for each row execute function no_room()`.execute(db);
    return;
  }
  await sql`pragma max_page_count = 1`.execute(db);
  const more = () => within(as(visitor), (ctx) => record(ctx, { verb: 'filler', subject: 'x'.repeat(40), subjectId: 'x' }));
  const fill = async (): Promise<unknown> => {
    for (;;) {
      const full = await more().catch((error: unknown) => error);
      if (full) return full;
    }
  };
  expect(await fill()).toMatchObject({ problem: 'full' });
}

test('with no room left for the log: the visit is over, the browser emptied, and the child away', async () => {
  const t = await testApp();
  const childId = await saveChild(t.as(command), { firstName: 'Robin', lastName: 'Test', bornOn: '2016-02-03' });
  const { code } = await makeCard(t.as(command), childId);
  const { token } = await useCard(t.as(visitor), code);
  const who = () => readSession(t.app.database.db, t.clock.now(), token);
  const actor = await who();
  await fillLog(t);
  expect(await leave(t.as(actor ?? visitor), t)).toEqual(left);
  expect(actor).toMatchObject({ kind: 'child', id: childId });
  expect(await who()).toBeNull();
});

test('with no database at all: the browser is emptied and the child away', async () => {
  const t = await testApp();
  const ctx = t.as(childActor('robin'));
  await t.app.database.close();
  expect(await leave(ctx, t)).toEqual(left);
});
