import type { Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { isPostgres } from '#lib/server/database/dialects/locks.ts';

/** A bucket of tokens: `size` tries at once, then one more every `everySeconds`. Whole numbers. */
export type Bucket = Readonly<{ name: string; size: number; everySeconds: number }>;

/**
 * How often a card's code may be tried wrongly: by card (its keyed selector, there or not), and everywhere together.
 * Both slow down whoever is wrong and neither stops whoever is right; no network is ever counted, because many children
 * share one (decision 11).
 */
export const oneCard = (selector: string): Bucket => ({
  name: `card:${selector}`,
  size: 10,
  everySeconds: 30
});
export const allCards: Bucket = { name: 'card:any', size: 600, everySeconds: 1 };

/**
 * How many wrong codes one beginning bears in all before even the right one has to wait its turn: 20,000 at once and then 720
 * a day, of a thousand million. Nobody comes near it by guessing blindly: a beginning is one of a million.
 */
export const cardBears = (selector: string): Bucket => ({ name: `card:${selector}:all`, size: 20_000, everySeconds: 120 });
/**
 * How often one adult who was asked may send something new: 20 an hour (security.md 2.6). What they wrote stays where it is. A
 * child is never counted.
 */
export const sentByAdult = (contactId: string): Bucket => ({ name: `sent:${contactId}`, size: 20, everySeconds: 180 });
/** How many refused staff sign-ins are written down: no one is refused by it, but nobody fills the log either. */
export const staffRefusals: Bucket = { name: 'staff:refused', size: 300, everySeconds: 10 };

/** How often a worker who is signed in may begin to add a way or to confirm who they are (security.md 2.6). Signing in is never counted. */
export const ownStarts = (staffId: string): Bucket => ({ name: `staff:begin:${staffId}`, size: 20, everySeconds: 180 });
/** Wrong links and recovery codes: a right one is looked at first and never slowed down. */
export const linkTries: Bucket = { name: 'link:wrong', size: 600, everySeconds: 1 };
export const recoveryTries: Bucket = { name: 'recovery:wrong', size: 600, everySeconds: 1 };

/** Passphrases looked at for whoever waited their turn and typed two right codes of one worker's phone. */
export const turns = (staffId: string): Bucket => ({ name: `passphrase:turn:${staffId}`, size: 5, everySeconds: 30 });

/** Takes one token in the caller's transaction, or throws `slow-down`. */
export async function takeOrWait(ctx: Context, bucket: Bucket): Promise<void> {
  const wait = await take(ctx, bucket);
  if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
}

/** Seconds to wait until a token is there; 0 when one is. Takes nothing. */
export async function waitFor(ctx: Context, bucket: Bucket): Promise<number> {
  const row = await ctx.db.selectFrom('limits').selectAll().where('bucket', '=', bucket.name).executeTakeFirst();
  return row ? met(ctx, bucket, level(ctx, bucket, row).wait) : 0;
}

/** Takes one token, in the caller's transaction. Returns 0, or the seconds to wait when there was none to take. */
export async function take(ctx: Context, bucket: Bucket): Promise<number> {
  await ctx.db
    .insertInto('limits')
    .values({ bucket: bucket.name, tokens: bucket.size, refilled_at: ctx.now.toISOString() })
    .onConflict((on) => on.column('bucket').doNothing())
    .execute();
  const query = ctx.db.selectFrom('limits').selectAll().where('bucket', '=', bucket.name);
  const row = await (isPostgres(ctx.db) ? query.forUpdate() : query).executeTakeFirstOrThrow();
  const { tokens, refilledAt, wait } = level(ctx, bucket, row);
  if (wait > 0) return met(ctx, bucket, wait);
  await ctx.db
    .updateTable('limits')
    .set({ tokens: tokens - 1, refilled_at: refilledAt })
    .where('bucket', '=', bucket.name)
    .execute();
  return 0;
}

/** That a limit was met goes on record: which kind, never whose card or address it was. */
function met(ctx: Context, { name }: Bucket, wait: number): number {
  const [kind = name] = name.split(':', 1);
  if (wait > 0) ctx.asides?.push({ verb: 'limit.met', subject: 'limit', subjectId: kind, childId: null });
  return wait;
}

function level(ctx: Context, { size, everySeconds }: Bucket, row: { tokens: number; refilled_at: string }) {
  const since = Math.max(0, ctx.now.getTime() - Date.parse(row.refilled_at));
  const gained = Math.floor(since / (everySeconds * 1000));
  const tokens = Math.min(size, row.tokens + gained);
  const refilledAt =
    tokens === size ? ctx.now.toISOString() : new Date(Date.parse(row.refilled_at) + gained * everySeconds * 1000).toISOString();
  const wait = tokens > 0 ? 0 : Math.max(1, Math.ceil(everySeconds - ((since / 1000) % everySeconds)));
  return { tokens, refilledAt, wait };
}
