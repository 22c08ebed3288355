import { notesLooks, type Context } from '#lib/context.ts';
import { log } from '#lib/server/log.ts';
import { headMac, NOTHING_BEFORE } from '#lib/server/keys/chain-start.ts';
import { FORM } from './entry.ts';
import { hashOf, headFits } from './hashing.server.ts';
import { appendEntry, didSince, holdChain, newestEntry } from './store.server.ts';
import { inspectChain } from './verifying.server.ts';

/** One act, as the log keeps it. Nothing personal in clear: ids, a verb, an outcome. */
export type Act = Readonly<{
  verb: string;
  /** What it was done to, e.g. `contribution` and its id. */
  subject: string;
  subjectId: string;
  childId?: string | null;
  outcome?: 'done' | 'refused' | 'failed';
  reason?: string | null;
  /** The cover under which the actor did it. */
  onBehalf?: string | null;
}>;

/**
 * Writes one entry to the chain, in the caller's transaction. Each entry's hash covers the one before it and is keyed
 * apart from the data keys, so that a thief of the database cannot make a chain that fits (security.md L-02).
 */
export async function record(ctx: Context, act: Act): Promise<void> {
  if (!ctx.db.isTransaction) throw new Error('an audit entry is written in the transaction of what it records');
  const { seq, previous } = await nextPlace(ctx);
  const entry = {
    seq,
    form: FORM,
    at: ctx.now.toISOString(),
    actor: actorOf(ctx),
    actor_role: ctx.actor.kind,
    on_behalf: act.onBehalf ?? null,
    verb: act.verb,
    subject: act.subject,
    subject_id: act.subjectId,
    child_id: act.childId ?? null,
    outcome: act.outcome ?? 'done',
    reason: act.reason ?? null,
    request_id: ctx.requestId,
    assurance: ctx.actor.assurance,
    detail_sealed: null
  };
  const hash = hashOf(ctx, previous, entry);
  await appendEntry(ctx, { ...entry, previous, hash }, headMac(ctx.vault, seq, hash));
}

const HOUR = 3600_000;

/**
 * Writes down that somebody looked at protected content (`looks.ts` lists the verbs): once for an item, viewer and hour,
 * so that whoever goes back and forth between two pages leaves one line and not forty. Where the database has no room left
 * for it (`within`), it goes into the service's own log instead, and nobody is kept from reading.
 */
export async function recordLook(ctx: Context, act: Omit<Act, 'outcome'>): Promise<void> {
  const since = new Date(ctx.now.getTime() - HOUR).toISOString();
  const { verb, subjectId, onBehalf = null } = act;
  const kept = notesLooks(ctx);
  if (await didSince(ctx, { verb, subjectId, onBehalf, actor: actorOf(ctx), since })) return;
  if (kept) await record(ctx, act);
  else log.warn('look-not-kept', { verb, by: actorOf(ctx), of: subjectId });
}

const actorOf = (ctx: Context): string => ('id' in ctx.actor ? ctx.actor.id : 'visitor');

/**
 * Where the next entry goes: after the one noted as the newest, never after whatever happens to stand last, so that a
 * chain cut off at its end keeps its gap. When the note itself was tampered with, a number is left out for good: what
 * somebody does now must be kept all the same, and whoever checks the chain must see that something was there.
 */
async function nextPlace(ctx: Context): Promise<{ seq: number; previous: Uint8Array }> {
  const { head, highest } = await holdChain(ctx);
  if (head && headFits(ctx, head)) return { seq: Math.max(head.seq, highest) + 1, previous: head.hash };
  const last = await newestEntry(ctx);
  // The note is there from the beginning (`chain-start.ts`).
  if (!last) return { seq: (head?.seq ?? 0) + 2, previous: NOTHING_BEFORE };
  const untouched = last.form === 0 && !head;
  return { seq: Math.max(head?.seq ?? 0, last.seq) + (untouched ? 1 : 2), previous: last.hash };
}

/** Walks the chain. Returns how many entries fit and, if one does not, its number. */
export async function verifyChain(ctx: Context): Promise<{ entries: number; broken: number | null }> {
  const { entries, fault } = await inspectChain(ctx);
  return { entries, broken: fault?.seq ?? null };
}
