import type { Context } from '#lib/context.ts';
import { heardState } from '#lib/consultations/heard.server.ts';
import { deskOf } from '#lib/inbox/inbox.server.ts';
import { mayOpenItem } from '#lib/messages/opening.server.ts';
import { grantFor } from '#lib/permissions.ts';
import { relationsTo } from '#lib/relations.server.ts';
import { mayRead } from '#lib/requests/lines.server.ts';
import { ownRequests } from '#lib/requests/own.server.ts';
import { isKind as isRequestKind, isReaders } from '#lib/requests/kinds.ts';
import { isKeptFrom } from '#lib/routing/items.server.ts';
import { readersNow, type Readable } from '#lib/routing/proof.server.ts';
import { mayOpen, wordsFor, type Model, type Sent, type Words } from './model.ts';
import type { Place } from './place.ts';

export type Figures = {
  histories: number;
  moments: number;
  /** Items looked at, at all moments together. */
  items: number;
  without: number;
  /** Of what went past somebody: moments at which really nobody was left who may, and the proof says so. */
  nobodyLeft: number;
  /** Of those, ms the longest was without one. */
  longestWithout: number;
  falseRead: number;
  falseAnswered: number;
  falseHas: number;
  /** Whoever may open by what happened and may not by the service, or the other way round. */
  wrongDoors: number;
  opened: number;
  taken: number;
  climbed: number;
  words: number;
  /** What went wrong, in words, with the seed of its history: the first few. */
  faults: string[];
};

export const nothing = (): Figures => ({
  ...{ histories: 0, moments: 0, items: 0, without: 0, longestWithout: 0, falseRead: 0, falseAnswered: 0, falseHas: 0 },
  ...{ nobodyLeft: 0, wrongDoors: 0, opened: 0, taken: 0, climbed: 0, words: 0, faults: [] }
});

export type Looker = Readonly<{
  place: Place;
  model: Model;
  figures: Figures;
  seed: number;
  /** Since when each item has been without a reader (ms since 1970). */
  since: Map<string, number>;
  worker(id: string): Context;
  child(id: string): Context;
}>;

const fault = ({ figures, seed }: Looker, what: string) => {
  if (figures.faults.length < 20) figures.faults.push(`seed ${seed}: ${what}`);
};

/** One moment: whatever nobody has opened has somebody here who can really open it now, or take it and open it then. */
export async function lookForReaders(at: Looker): Promise<void> {
  const { figures, model, place } = at;
  figures.moments += 1;
  const now = place.clock.now().getTime();
  const known = new Map<string, Promise<boolean>>();
  const deskKnown = new Map<string, Promise<ReadonlySet<string>>>();
  for (const readable of await readersNow(place.as({ kind: 'job', id: 'readers', assurance: 'host' }))) {
    const sent = model.sent.find((one) => one.id === readable.item.subjectId && subjectOf(one) === readable.item.subject);
    if (!sent || sent.opened.length > 0) continue;
    figures.items += 1;
    if (sent.keptFrom.size > 0 && mayOpen(model, sent, now).size === 0) {
      figures.nobodyLeft += 1;
      if (!readable.staffIds.some((id) => model.here.has(id))) continue;
      figures.wrongDoors += 1;
      fault(at, `${sent.kind}: nobody is left, and the proof says somebody`);
      continue;
    }
    if (await hasReader(at, readable, sent, known, deskKnown)) {
      at.since.delete(readable.item.id);
      continue;
    }
    figures.without += 1;
    const since = at.since.get(readable.item.id) ?? now;
    at.since.set(readable.item.id, since);
    figures.longestWithout = Math.max(figures.longestWithout, now - since);
    fault(at, `${sent.kind} has no reader at ${new Date(now).toISOString()}`);
  }
}

/** Asks the real permission of each who is said to be a reader; whoever left cannot come in at all, whatever it says. */
async function hasReader(
  at: Looker,
  { item, staffIds }: Readable,
  sent: Sent,
  known: Map<string, Promise<boolean>>,
  deskKnown: Map<string, Promise<ReadonlySet<string>>>
): Promise<boolean> {
  const now = at.place.clock.now().getTime();
  for (const id of staffIds) {
    if (!at.model.here.has(id)) continue;
    const about = `${id}:${sent.childId}:${sent.to}:${sent.keptFrom.size > 0 ? sent.id : sent.kind}`;
    const opens = known.get(about) ?? canOpen(at.worker(id), sent);
    known.set(about, opens);
    const expected = mayOpen(at.model, sent, now).has(id);
    if ((await opens) !== expected) {
      at.figures.wrongDoors += 1;
      fault(at, `${sent.kind}: the service says ${await opens}, what happened says ${expected}`);
    }
    if ((await opens) && expected) return true;
    const desk = deskKnown.get(id) ?? seenAtDesk(at.worker(id));
    deskKnown.set(id, desk);
    if ((await desk).has(item.id)) return true;
  }
  return false;
}

const seenAtDesk = async (ctx: Context): Promise<ReadonlySet<string>> => new Set((await deskOf(ctx)).map(({ itemId }) => itemId));

/** What its item is about. */
const subjectOf = ({ kind }: Sent): string => {
  if (kind === 'views') return 'contribution';
  return isRequestKind(kind) ? 'request' : kind;
};

/** By the service's own tables and facts. */
export async function canOpen(ctx: Context, sent: Sent): Promise<boolean> {
  const { kind, to, id, childId } = sent;
  if (ctx.actor.kind !== 'staff') return false;
  if (to !== 'holder' && to !== 'everybody' && (await isKeptFrom(ctx, subjectOf(sent), id, ctx.actor.id))) return false;
  if (kind === 'message-late') return mayOpenItem(ctx, to === 'advocates-of-message' ? 'message-late-advocate' : kind, childId);
  if (kind === 'message' || kind === 'message-copy') return mayOpenItem(ctx, kind, childId);
  if (kind !== 'views' && isReaders(to)) return mayRead(ctx, to, childId);
  const { held } = await relationsTo(ctx, childId);
  return grantFor('contribution.read', ctx.actor, held) !== null;
}

/** What this child is told of everything they sent, against what happened. */
export async function lookAtWords(at: Looker, childId: string): Promise<void> {
  const states = await ownRequests(at.child(childId), childId);
  for (const state of states) {
    const sent = at.model.sent.find(({ id }) => id === state.id);
    if (!sent) continue;
    compare(at, wordsFor(at.model, sent), {
      status: state.status,
      openedBy: state.openings.map(({ name }) => name),
      had: state.had?.name ?? null,
      answeredBy: state.answered?.name ?? null
    });
  }
  const views = await heardState(at.child(childId), childId, null);
  const sent = at.model.sent.find(({ id }) => id === views?.contributionId);
  if (!views || !sent) return;
  at.figures.words += 1;
  if ((views.opened !== null) !== sent.opened.length > 0) {
    at.figures.falseRead += 1;
    fault(at, `views are said to be ${views.opened ? 'read' : 'unread'}, and are not`);
  }
}

function compare(at: Looker, happened: Words, told: Words): void {
  const { figures } = at;
  figures.words += 1;
  const say = JSON.stringify;
  const before = figures.falseRead + figures.falseAnswered + figures.falseHas;
  if (say(happened.openedBy) !== say(told.openedBy) || isRead(happened) !== isRead(told)) figures.falseRead += 1;
  if (happened.answeredBy !== told.answeredBy || (happened.status === 'answered') !== (told.status === 'answered'))
    figures.falseAnswered += 1;
  if (happened.had !== told.had) figures.falseHas += 1;
  if (figures.falseRead + figures.falseAnswered + figures.falseHas > before)
    fault(at, `told ${say(told)}, happened ${say(happened)}`);
}

const isRead = ({ status }: Words): boolean => status === 'opened' || status === 'answered';
