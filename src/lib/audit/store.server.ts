import type { Insertable, Selectable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { lockChain } from '#lib/server/database/dialects/locks.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type AuditRow = Selectable<Tables['audit']>;
export type HeadRow = Selectable<Tables['audit_head']>;

const ONE = 'one';

/** Holds the chain until the transaction ends; gives the note of its newest entry, and the highest number there is. */
export async function holdChain(ctx: Context): Promise<{ head: HeadRow | undefined; highest: number }> {
  await lockChain(ctx.db);
  const highest = await ctx.db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return { head: await headRow(ctx), highest: highest?.seq ?? 0 };
}

export const headRow = (ctx: Context): Promise<HeadRow | undefined> =>
  ctx.db.selectFrom('audit_head').selectAll().where('id', '=', ONE).executeTakeFirst();

/** Adds an entry and notes it as the newest one. */
export async function appendEntry(
  ctx: Context,
  entry: Insertable<Tables['audit']> & { seq: number },
  mac: Uint8Array
): Promise<void> {
  await ctx.db.insertInto('audit').values(entry).execute();
  const head = { seq: entry.seq, hash: entry.hash, mac };
  await ctx.db
    .insertInto('audit_head')
    .values({ id: ONE, ...head })
    .onConflict((on) => on.column('id').doUpdateSet(head))
    .execute();
}

export function readFrom(ctx: Context, after: number, limit: number): Promise<AuditRow[]> {
  return ctx.db.selectFrom('audit').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
}

export const newestEntry = (ctx: Context): Promise<AuditRow | undefined> =>
  ctx.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();

/** What was done to the log itself by this verb, the newest first: not what somebody only asked for and was refused. */
export const doneToLog = (ctx: Context, verb: string): Promise<AuditRow[]> =>
  ctx.db
    .selectFrom('audit')
    .selectAll()
    .where('verb', '=', verb)
    .where('subject', '=', 'audit')
    .where('outcome', '=', 'done')
    .orderBy('seq', 'desc')
    .limit(100)
    .execute();

/** Where an entry with this hash stands, or one that follows it; reads the whole table: for a chain that is broken. */
export const standing = (ctx: Context, column: 'hash' | 'previous', hash: Uint8Array): Promise<AuditRow[]> =>
  ctx.db.selectFrom('audit').selectAll().where(column, '=', hash).orderBy('seq').limit(3).execute();

type Done = Readonly<{ verb: string; actor: string; subjectId: string; onBehalf: string | null; since: string }>;

/** Whether this person did this to this very thing since then, by the same right. */
export async function didSince(ctx: Context, act: Done): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('audit')
    .select('seq')
    .where('actor', '=', act.actor)
    .where('subject_id', '=', act.subjectId)
    .where('at', '>', act.since)
    .where('verb', '=', act.verb)
    .where('outcome', '=', 'done')
    .where('on_behalf', act.onBehalf === null ? 'is' : '=', act.onBehalf)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** How often this was done to each of these things of these children. */
export const timesDone = (ctx: Context, verb: string, childIds: readonly string[], subjectIds: readonly string[]) =>
  ctx.db
    .selectFrom('audit')
    .select((is) => ['subject_id', is.fn.countAll<number>().as('many')])
    // By the child, because that is how entries are found fast.
    .where('child_id', 'in', [...childIds])
    .where('subject_id', 'in', [...subjectIds])
    .where('verb', '=', verb)
    .where('outcome', '=', 'done')
    .groupBy('subject_id')
    .execute();

/** The first entry written at or after an instant. */
export const firstSince = (ctx: Context, at: string) =>
  ctx.db.selectFrom('audit').select('seq').where('at', '>=', at).orderBy('seq').limit(1).executeTakeFirst();

/** What workers looked at, and what was refused to them, after this entry. */
export const lookedAfter = (ctx: Context, after: number, verbs: readonly string[], limit: number) =>
  ctx.db
    .selectFrom('audit')
    .select(['seq', 'at', 'actor', 'verb', 'subject_id', 'child_id', 'on_behalf', 'outcome'])
    .where('seq', '>', after)
    .where('actor_role', '=', 'staff')
    .where((is) => is.or([is('verb', 'in', verbs), is('outcome', '=', 'refused')]))
    .orderBy('seq')
    .limit(limit)
    .execute();

/** The last entry before one with this number. */
export const entryBefore = (ctx: Context, seq: number): Promise<AuditRow | undefined> =>
  ctx.db.selectFrom('audit').selectAll().where('seq', '<', seq).orderBy('seq', 'desc').limit(1).executeTakeFirst();

/** Removes a slice of what a checkpoint stands for. Returns how many went; the database itself refuses any other. */
export async function removeUpTo(ctx: Context, seq: number, atMost: number): Promise<number> {
  const oldest = await ctx.db.selectFrom('audit').select('seq').orderBy('seq').limit(1).executeTakeFirst();
  const last = Math.min(seq, (oldest?.seq ?? seq) + atMost - 1);
  const gone = await ctx.db.deleteFrom('audit').where('seq', '<=', last).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

export async function insertCheck(ctx: Context, row: Insertable<Tables['audit_checks']>): Promise<void> {
  await ctx.db.insertInto('audit_checks').values(row).execute();
}

export const newestCheck = (ctx: Context) =>
  ctx.db.selectFrom('audit_checks').selectAll().orderBy('checked_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();

/** Checks older than this go: only the newest ones are ever looked at. */
export const clearChecks = (ctx: Context, before: string) =>
  ctx.db.deleteFrom('audit_checks').where('checked_at', '<', before).execute();

/** What workers were shown of one child, the newest first. */
export const looksOf = (ctx: Context, childId: string, verbs: readonly string[], limit: number) =>
  ctx.db
    .selectFrom('audit')
    .select(['at', 'actor', 'verb', 'subject', 'subject_id', 'on_behalf'])
    .where('child_id', '=', childId)
    .where('actor_role', '=', 'staff')
    .where('outcome', '=', 'done')
    .where('verb', 'in', [...verbs])
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
