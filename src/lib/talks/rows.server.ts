import { assuranceSent, type Context } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import type { OfferMade, Picked, SetAs, Status, TalkFacts } from './talk.ts';
import { after, type Action } from './workflow.ts';
import * as store from './store.server.ts';

/** A talk's row and what happened to it, in its order: for this room's verbs. */
export type Known = Readonly<{
  row: store.TalkRow;
  steps: readonly store.StepRow[];
  /** Every step that changed where it stands, without who only opened it. */
  moves: readonly store.StepRow[];
  facts: TalkFacts;
}>;

/** That somebody opened it: no action of the workflow. */
export const OPENED = 'opened';

/** What happened to each of these talks, with the names of those who did it, as children call them. */
export async function known(ctx: Context, rows: readonly store.TalkRow[]): Promise<Known[]> {
  const steps = await store.stepsOf(
    ctx,
    rows.map(({ id }) => id)
  );
  const cards = await staffCards(
    ctx,
    steps.flatMap(({ staff_id }) => staff_id ?? [])
  );
  const nameOf = (id: string | null) => (id === null ? '' : (cards.get(id)?.called ?? ''));
  const by = Map.groupBy(steps, ({ talk_id }) => talk_id);
  return rows.flatMap((row) => {
    const all = by.get(row.id) ?? [];
    const facts = factsOf(row, all, nameOf);
    return facts ? [{ row, steps: all, moves: all.filter(({ action }) => action !== OPENED), facts }] : [];
  });
}

function factsOf(row: store.TalkRow, steps: readonly store.StepRow[], nameOf: (id: string | null) => string): TalkFacts | null {
  const status = steps.reduce<Status | 'new'>((from, { action }) => after(from, action), 'new');
  const moves = steps.filter(({ action }) => action !== OPENED && action !== 'seen');
  const last = moves.at(-1);
  if (status === 'new' || !last) return null;
  // Who opened what the child did last: what they did before was another thing to open.
  const childs = moves.findLast(({ staff_id }) => staff_id === null);
  const since = childs ? steps.slice(steps.indexOf(childs)) : [];
  const byId = moves.findLast(({ staff_id }) => staff_id !== null)?.staff_id ?? null;
  const opener = since.find(({ action }) => action === OPENED);
  return {
    id: row.id,
    status,
    at: last.made_at,
    opened: opener ? { name: nameOf(opener.staff_id), at: opener.made_at, standingIn: opener.cover_id !== null } : null,
    by: nameOf(byId),
    byId,
    on: hasDay(status) ? (moves.findLast(({ day_on }) => day_on !== null)?.day_on ?? null) : null
  };
}

/** The day it was set for is still its day: no other is picked since. */
const hasDay = (status: Status): boolean => ['set', 'moved', 'missed', 'talked'].includes(status);

/** The newest step of this kind; undefined when there is none. */
export const lastOf = (one: Known, actions: readonly Action[]): store.StepRow | undefined =>
  one.moves.findLast(({ action }) => actions.some((wanted) => wanted === action));

/** What was picked, offered and set last, each opened; null where there is none, or it cannot be opened. */
export async function saidIn(
  ctx: Context,
  one: Known
): Promise<Readonly<{ picked: Picked | null; offer: OfferMade | null; set: SetAs | null }>> {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: one.row.child_id }, 'private');
  const body = (step: store.StepRow | undefined): unknown => {
    const text = step && sealedRow(safe, 'talk_steps', step).shown('body_sealed');
    return text ? JSON.parse(text) : null;
  };
  // Written by this room's verbs from these very types; authenticated by the seal.
  return {
    picked: body(lastOf(one, ['ask'])) as Picked | null,
    offer: one.facts.status === 'offered' ? (body(lastOf(one, ['offer'])) as OfferMade | null) : null,
    set: hasDay(one.facts.status) ? (body(lastOf(one, ['set', 'take'])) as SetAs | null) : null
  };
}

/** One more thing that happened, ready to be kept. */
export type NewStep = Readonly<{
  talk: store.TalkRow;
  /** How much happened to it before. */
  place: number;
  action: Action | typeof OPENED;
  body?: Picked | OfferMade | SetAs;
  on?: string;
  submissionId?: string;
  digest?: string;
  coverId?: string | null;
}>;

/** Keeps it, in the transaction of the verb that may. For this room's verbs. */
export async function keepStep(ctx: Context, given: NewStep): Promise<void> {
  const { actor } = ctx;
  const id = ctx.ids();
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: given.talk.child_id }, 'private');
  await store.insertStep(ctx, {
    id,
    talk_id: given.talk.id,
    child_id: given.talk.child_id,
    place: given.place,
    action: given.action,
    staff_id: actor.kind === 'staff' ? actor.id : null,
    cover_id: given.coverId ?? null,
    session_id: actor.kind === 'child' ? actor.sessionId : null,
    assurance: assuranceSent(actor),
    submission_id: given.submissionId ?? null,
    digest: given.digest ?? null,
    day_on: given.on ?? null,
    body_sealed: given.body ? safe.seal('talk_steps', 'body_sealed', id, 1, JSON.stringify(given.body)) : null,
    rev: 1,
    made_at: ctx.now.toISOString()
  });
}
