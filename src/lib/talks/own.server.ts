import { dayOf, within, type Context } from '#lib/context.ts';
import { allow, worksFor } from '#lib/relations.server.ts';
import { secretSince } from '#lib/sign-in/secrets/secrets.server.ts';
import { mayShowOwnWords, mayShowThatHeard } from '#lib/sign-in/session.ts';
import { known, lastOf, saidIn, type Known } from './rows.server.ts';
import * as store from './store.server.ts';
import type { OwnTalk } from './talk.ts';
import { isOver, mayNow } from './workflow.ts';

/**
 * The child's newest talk as this phone may show it now: where it stands and its day on any (decision 10); how, where and
 * what was written only with PIN or pictures, and what was picked before this secret was chosen never. Null: there is none, or
 * nothing is shown back.
 */
export async function ownTalk(ctx: Context, childId: string): Promise<OwnTalk | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'talk.see-own', childId);
    if (!mayShowThatHeard(ctx.actor)) return null;
    const [one] = await known(ctx, await store.newestOf(ctx, [childId]));
    if (!one) return null;
    const since = await secretSince(ctx, childId);
    const facts = {
      ...one.facts,
      mayCancel: mayCancelNow(ctx, one),
      mayDecline: mayDecline(ctx, one),
      stale: await isStale(ctx, one)
    };
    const nothing = { picked: null, set: null, offer: null };
    if (!mayShowOwnWords(ctx.actor, ctx.now)) return { ...facts, ...nothing, shown: 'hidden' };
    const said = await saidIn(ctx, one);
    if (isPast(lastOf(one, ['ask', 'not-now']), since)) return { ...facts, ...said, picked: null, shown: 'kept' };
    return { ...facts, ...said, shown: 'open' };
  });
}

/** A promise of somebody who is not there for this child any more is nobody's promise. For this room's verbs. */
export async function isStale(ctx: Context, { row, facts: { status, byId } }: Known): Promise<boolean> {
  const promised = status === 'set' || status === 'offered' || status === 'moved';
  return promised && byId !== null && !(await worksFor(ctx, byId, row.child_id));
}

const isPast = (step: store.StepRow | undefined, since: string | null): boolean => (step?.made_at ?? '9') < (since ?? '');

const mayCancelNow = (ctx: Context, one: Known): boolean =>
  mayNow(one.facts.status, 'child', 'cancel', { on: one.facts.on, today: dayOf(ctx.now) }) && mayCancel(ctx, one);

/**
 * Whether this visit may give this talk up: the one that picked it, or one with PIN or pictures. A card that somebody found calls
 * no talk off. For this room's verbs.
 */
export function mayCancel(ctx: Context, one: Known): boolean {
  if (ctx.actor.kind !== 'child') return false;
  const picked = lastOf(one, ['ask', 'not-now', 'take']);
  if (picked?.session_id && [ctx.actor.sessionId, ctx.actor.earlierVisit].includes(picked.session_id)) return true;
  return ctx.actor.assurance === 'secret';
}

/**
 * Whether this visit may say "not now" to the talk there is: that gives it up as calling it off does. Where nothing is shown back
 * only with PIN or pictures, whatever there is: or else the answer would tell that a talk is going on.
 */
export function mayDecline(ctx: Context, one: Known | undefined): boolean {
  if (ctx.actor.kind === 'child' && ctx.actor.assurance === 'secret') return true;
  if (!mayShowThatHeard(ctx.actor)) return false;
  return !one || isOver(one.facts.status) || one.facts.status === 'not-now' || mayCancel(ctx, one);
}
