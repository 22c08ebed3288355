import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { englandAndWales } from '#lib/council/bank-holidays.ts';
import { addWorkingDays } from '#lib/council/working-days.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { addItem, isForAnybody } from '#lib/routing/items.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { take, type Bucket } from '#lib/sign-in/limits.server.ts';
import { callBackFields, faultsOfCallBack, RING_WITHIN_DAYS, type CallBackGiven } from './call-back.ts';
import * as store from './store.server.ts';

/** Anybody at all may ask, so all of them together are slowed down: sixty at once, then one a minute. */
const everybody: Bucket = { name: 'call-backs', size: 60, everySeconds: 60 };

/** The page it was written on: its id (a UUID, so that a double tap is one), and its language. */
export type SentFrom = Readonly<{ submissionId: string; language: string }>;

/** By which day somebody rings who is asked now; null: nobody would read it, and only numbers help. */
export async function callBackOffer(ctx: Context): Promise<{ ringBy: string } | null> {
  return (await isForAnybody(ctx, 'call-back')) ? { ringBy: ringByFrom(ctx) } : null;
}

const ringByFrom = (ctx: Context): string => addWorkingDays(englandAndWales, dayOf(ctx.now), RING_WITHIN_DAYS);

/**
 * Takes down that somebody wants to be rung, for whoever sits at the IRO team's desk. Whoever sends it does so as a
 * visitor, also with a visit of their own: nothing is kept of who was signed in, and nothing typed is looked up, so nobody
 * learns whom we know. The same words of the same page again are one. Returns the day by which somebody rings. Throws
 * `invalid` with what is wrong (`send`: `nobody` is there to read it), and `slow-down` when too many ask.
 */
export async function sendCallBack(ctx: Context, sent: SentFrom, given: CallBackGiven): Promise<{ ringBy: string }> {
  return within({ ...ctx, actor: { kind: 'visitor', assurance: 'none' } }, async (ctx) => {
    await allow(ctx, 'call-back.send');
    const { submissionId, language } = sent;
    if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(submissionId)) throw notFound();
    const faults = faultsOfCallBack(given);
    if (Object.keys(faults).length > 0) throw new Refusal('invalid', { fields: { ...faults } });
    if (!(await isForAnybody(ctx, 'call-back'))) throw new Refusal('invalid', { fields: { send: 'nobody' } });
    await lockName(ctx.db, `call-back:${submissionId}`);
    const body = JSON.stringify(Object.fromEntries(callBackFields.map((field) => [field, given[field]])));
    const digest = ctx.vault.mac('digest', 'call-back', submissionId, body).toString('hex');
    const before = await store.sentWith(ctx, submissionId, digest);
    if (before) return { ringBy: before.ring_by };
    const wait = await take(ctx, everybody);
    if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
    return keep(ctx, { submissionId, language, digest, body });
  });
}

type Kept = SentFrom & Readonly<{ digest: string; body: string }>;

async function keep(ctx: Context, { submissionId, language, digest, body }: Kept) {
  const [id, ringBy] = [ctx.ids(), ringByFrom(ctx)];
  const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
  await store.insertCallBack(ctx, {
    id,
    submission_id: submissionId,
    digest,
    body_sealed: safe.seal('call_backs', 'body_sealed', id, 1, body),
    rev: 1,
    language,
    sent_at: ctx.now.toISOString(),
    ring_by: ringBy,
    done_at: null,
    done_by: null,
    outcome: null
  });
  await addItem(ctx, { kind: 'call-back', subject: 'call-back', subjectId: id, childId: null, neededBy: ringBy });
  await record(ctx, { verb: 'call-back.send', subject: 'call-back', subjectId: id });
  return { ringBy };
}
