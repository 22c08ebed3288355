import { sql, type Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { isPostgres } from '#lib/server/database/dialects/locks.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type OutboxRow = Tables['outbox'];

export async function add(ctx: Context, row: Insertable<OutboxRow>): Promise<void> {
  await ctx.db
    .insertInto('outbox')
    .values(row)
    .onConflict((on) => on.column('dedupe_key').doNothing())
    .execute();
}

/** Which kinds stand how, as SQL is told: the first is sent first. */
export type Orders = Readonly<{ all: readonly string[]; atOnce: readonly string[] }>;

/**
 * Takes what is due, and of one person one thing at a time: while something earlier of theirs waits or is under way, the later
 * waits. What goes at once overtakes what is in turn, and what goes at once of another kind; of those that are due together the
 * first in `all` goes first.
 */
export async function claim(ctx: Context, limit: number, leaseUntil: string, { all, atOnce }: Orders) {
  const now = ctx.now.toISOString();
  const isAtOnce = (table: string) => sql<boolean>`${sql.ref(`${table}.kind`)} in (${sql.join(atOnce)})`;
  const ranks = all.map((kind, rank) => sql`when ${kind} then ${sql.lit(rank)}`);
  const rankOf = (table: string) => sql<number>`case ${sql.ref(`${table}.kind`)} ${sql.join(ranks, sql` `)} else 99 end`;
  const due = ctx.db
    .selectFrom('outbox')
    .select('id')
    .where('not_before', '<=', now)
    .where((is) => is.or([is('state', '=', 'waiting'), is.and([is('state', '=', 'sending'), is('lease_until', '<', now)])]))
    .where(
      sql<boolean>`not exists (
        select 1 from outbox as other
        where other.person_index = outbox.person_index and other.id <> outbox.id and other.state in ('waiting', 'sending')
          and (
            (other.state = 'sending' and other.lease_until >= ${now})
            or (${isAtOnce('other')} and ${rankOf('other')} < ${rankOf('outbox')} and other.not_before <= ${now})
            or (
              (other.created_at < outbox.created_at or (other.created_at = outbox.created_at and other.id < outbox.id))
              and (other.kind = outbox.kind or not ${isAtOnce('outbox')})
            )
          )
      )`
    )
    .orderBy(rankOf('outbox'))
    .orderBy('not_before')
    .orderBy('id')
    .limit(limit);
  return ctx.db
    .updateTable('outbox')
    .set({ state: 'sending', lease_until: leaseUntil, tried_at: now, attempts: sql<number>`attempts + 1` })
    .where('id', 'in', isPostgres(ctx.db) ? due.forUpdate().skipLocked() : due)
    .returning(['id', 'kind', 'attempts', 'payload_sealed', 'person_index'])
    .execute();
}

/** What waits of these kinds waits until then at least. Of what was never tried, that is when it should go. */
export async function putOff(ctx: Context, kinds: readonly string[], until: string): Promise<void> {
  await ctx.db
    .updateTable('outbox')
    .set({ not_before: until, due_at: sql<string>`case when attempts = 0 then ${until} else due_at end` })
    .where('state', '=', 'waiting')
    .where('kind', 'in', [...kinds])
    .where('not_before', '<', until)
    .execute();
}

/** Which try it is: what another process took over meanwhile is not changed by the one that lost it. */
type Try = Readonly<{ id: string; attempts: number }>;

const underWay = (ctx: Context, { id, attempts }: Try) =>
  ctx.db.updateTable('outbox').where('id', '=', id).where('state', '=', 'sending').where('attempts', '=', attempts);

export const finish = async (ctx: Context, one: Try, state: string, code: string | null = null): Promise<void> =>
  void (await underWay(ctx, one)
    .set({ state, done_at: ctx.now.toISOString(), lease_until: null, ...(code !== null && { last_error: code }) })
    .execute());

export const retry = async (ctx: Context, one: Try, notBefore: string, code: string): Promise<void> =>
  void (await underWay(ctx, one).set({ state: 'waiting', lease_until: null, not_before: notBefore, last_error: code }).execute());

/**
 * What waits after a failure is tried again now, once, where something new has come for the same person: that must not wait hours
 * for it. Not in the transaction of what is new: two of those could wait for each other.
 */
export async function wake(ctx: Context): Promise<void> {
  const now = ctx.now.toISOString();
  await ctx.db
    .updateTable('outbox')
    .set({ not_before: now })
    .where('state', '=', 'waiting')
    .where('not_before', '>', now)
    .where('attempts', '>', 0)
    .where(
      sql<boolean>`exists (
        select 1 from outbox as newer
        where newer.person_index = outbox.person_index and newer.state = 'waiting' and newer.attempts = 0
          and newer.not_before <= ${now} and newer.created_at > outbox.tried_at
      )`
    )
    .execute();
}

export const one = (ctx: Context, id: string) =>
  ctx.db
    .selectFrom('outbox')
    .select(['id', 'kind', 'state', 'attempts', 'payload_sealed', 'person_index', 'due_at'])
    .where('id', '=', id)
    .executeTakeFirst();

/** It was taken and came back later: only what counts as sent. */
export const bounce = (ctx: Context, id: string) =>
  ctx.db.updateTable('outbox').set({ state: 'bounced' }).where('id', '=', id).where('state', '=', 'sent').execute();

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

/** Removes up to `many` of what was over before this time. Returns how many went. */
export async function clearOver(ctx: Context, before: string, many: number): Promise<number> {
  const over = ctx.db.selectFrom('outbox').select('id').where('done_at', '<=', before).orderBy('done_at').limit(many);
  const gone = await ctx.db.deleteFrom('outbox').where('id', 'in', over).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** What was given up is dealt with: of these people, or of everybody but these. */
export async function setAside(
  ctx: Context,
  whose: Readonly<{ of: readonly string[] } | { butOf: readonly string[] }>
): Promise<void> {
  const given = ctx.db.updateTable('outbox').set({ state: 'set-aside' }).where('state', 'in', ['dead', 'bounced']);
  if ('of' in whose) return void (await given.where('person_index', 'in', [...whose.of]).execute());
  if (whose.butOf.length === 0) return void (await given.execute());
  await given.where((is) => is.or([is('person_index', 'is', null), is('person_index', 'not in', [...whose.butOf])])).execute();
}

/** What should have gone, what waits at all, and what was given up, counted. */
export async function waitingNow(ctx: Context): Promise<{ oldestDue: string | null; waiting: number; dead: number }> {
  const rows = await ctx.db
    .selectFrom('outbox')
    .select((select) => [
      'state',
      select.fn.countAll().as('many'),
      sql<string | null>`min(case when due_at <= ${ctx.now.toISOString()} then due_at end)`.as('oldest')
    ])
    .where('state', 'in', ['waiting', 'sending', 'dead'])
    .groupBy('state')
    .execute();
  const open = rows.filter(({ state }) => state !== 'dead');
  const dues = open.flatMap(({ oldest }) => oldest ?? []).sort();
  const many = (some: typeof rows) => some.reduce((sum, row) => sum + Number(row.many), 0);
  return { oldestDue: dues[0] ?? null, waiting: many(open), dead: many(rows.filter(({ state }) => state === 'dead')) };
}
