import { sql, type Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export async function add(ctx: Context, row: Insertable<Tables['outbox']>): Promise<void> {
  await ctx.db
    .insertInto('outbox')
    .values(row)
    .onConflict((on) => on.column('dedupe_key').doNothing())
    .execute();
}

export async function claim(ctx: Context, limit: number, leaseUntil: string, skipLocked: boolean) {
  const now = ctx.now.toISOString();
  const due = ctx.db
    .selectFrom('outbox')
    .select('id')
    .where('not_before', '<=', now)
    .where((is) => is.or([is('state', '=', 'waiting'), is.and([is('state', '=', 'sending'), is('lease_until', '<', now)])]))
    // Somebody is not safe; then, somebody sits before an empty field and waits for their code.
    .orderBy(sql`case kind when 'urgent' then 0 when 'entry-code' then 1 else 2 end`)
    .orderBy('not_before')
    .limit(limit);
  return ctx.db
    .updateTable('outbox')
    .set({ state: 'sending', lease_until: leaseUntil, attempts: sql<number>`attempts + 1` })
    .where('id', 'in', skipLocked ? due.forUpdate().skipLocked() : due)
    .returning(['id', 'kind', 'attempts', 'payload_sealed'])
    .execute();
}

export async function finish(ctx: Context, id: string, state: string): Promise<void> {
  await ctx.db
    .updateTable('outbox')
    .set({ state, done_at: ctx.now.toISOString(), lease_until: null })
    .where('id', '=', id)
    .execute();
}

export async function retry(ctx: Context, id: string, notBefore: string, code: string): Promise<void> {
  await ctx.db
    .updateTable('outbox')
    .set({ state: 'waiting', lease_until: null, not_before: notBefore, last_error: code })
    .where('id', '=', id)
    .execute();
}

export async function createdAt(ctx: Context, id: string): Promise<string | null> {
  const row = await ctx.db.selectFrom('outbox').select('created_at').where('id', '=', id).executeTakeFirst();
  return row?.created_at ?? null;
}

export const statesOf = (ctx: Context, dedupeKeys: readonly string[]) =>
  ctx.db
    .selectFrom('outbox')
    .select(['dedupe_key', 'state'])
    .where('dedupe_key', 'in', [...dedupeKeys])
    .execute();

export async function clearDone(ctx: Context, kind: string, before: string): Promise<void> {
  await ctx.db
    .deleteFrom('outbox')
    .where('kind', '=', kind)
    .where('created_at', '<=', before)
    .where('state', '!=', 'sending')
    .execute();
}

/** What is due or was given up, counted. What was put off after a failure is due by its own time. */
export async function waitingNow(ctx: Context): Promise<{ oldestDue: string | null; waiting: number; dead: number }> {
  const open = ctx.db.selectFrom('outbox').where('state', 'in', ['waiting', 'sending']);
  const due = await open
    .where('not_before', '<=', ctx.now.toISOString())
    .select((select) => select.fn.min('not_before').as('oldest'))
    .executeTakeFirst();
  const waiting = await open.select((select) => select.fn.countAll().as('many')).executeTakeFirst();
  const dead = await ctx.db
    .selectFrom('outbox')
    .where('state', '=', 'dead')
    .select((select) => select.fn.countAll().as('many'))
    .executeTakeFirst();
  return { oldestDue: due?.oldest ?? null, waiting: Number(waiting?.many ?? 0), dead: Number(dead?.many ?? 0) };
}
