import type { RequestKind } from '#lib/requests/kinds.ts';
import type { Readers } from '#lib/requests/request.ts';
import type { Worker } from './place.ts';

/**
 * What happened in a history, kept apart from the service and never read from it: who has whom, who is away, who left, what was
 * sent, opened, had, answered and taken back. From this alone follows who may open what, and what a child may be told.
 */
export type Sent = {
  id: string;
  childId: string;
  kind: RequestKind | 'views' | 'message' | 'message-copy' | 'message-late';
  /** To whom the child sent it. */
  to: Readers | 'advocates-of-message' | 'managers-of-message';
  /** Ids of those it went past when it was sent: never theirs. */
  keptFrom: ReadonlySet<string>;
  at: number;
  done: boolean;
  takenBack: boolean;
  had: string | null;
  /** When they said that they have it. */
  hadAt: number;
  /** Ids of those who opened it, in order. */
  opened: string[];
  answered: string[];
};

/** `told`: when it was entered. */
export type Away = { id: string; staffId: string; coverId: string; from: number; to: number; told: number };
/** By hand: one child, for a time. */
export type Taken = { childId: string; staffId: string; from: number; to: number };
export type Given = { childId: string; staffId: string; from: number; to: number };

export type Model = {
  workers: readonly Worker[];
  children: string[];
  here: Set<string>;
  desks: Record<'iro-team' | 'duty' | 'advocates' | 'complaints', string[]>;
  given: Given[];
  aways: Away[];
  taken: Taken[];
  sent: Sent[];
};

const holds = ({ from, to }: { from: number; to: number }, now: number) => from <= now && now < to;

/** Everybody who may open what this child sent as somebody who works for them, by the model's facts. */
export function workingFor(model: Model, childId: string, now: number): Set<string> {
  const iros = model.given.filter((one) => one.childId === childId && holds(one, now) && model.here.has(one.staffId));
  const takers = model.taken.filter((one) => one.childId === childId && holds(one, now));
  const found = new Set([...iros, ...takers].map(({ staffId }) => staffId));
  // Whoever stands in for any of them, and on, without end.
  for (let size = -1; size < found.size;) {
    size = found.size;
    for (const away of model.aways) if (holds(away, now) && found.has(away.staffId)) found.add(away.coverId);
  }
  return found;
}

const isAway = (model: Model, staffId: string, now: number) =>
  model.aways.some((one) => one.staffId === staffId && holds(one, now));
const roleOf = (model: Model, role: string) =>
  model.workers.filter(({ id, roles }) => model.here.has(id) && roles.some((one) => one === role)).map(({ id }) => id);

/** Who can take something at the IRO team's desk: whoever sits there, or the managers while nobody does who is here. */
export function atTeamDesk(model: Model, now: number): string[] {
  const sitting = model.desks['iro-team'].filter((id) => model.here.has(id) && !isAway(model, id, now));
  return sitting.length > 0
    ? model.desks['iro-team'].filter((id) => model.here.has(id))
    : [...sitting, ...roleOf(model, 'manager')];
}

/** Everybody who may open this now, by the model's facts. */
export function mayOpen(model: Model, { to, childId, keptFrom }: Sent, now: number): Set<string> {
  const working = workingFor(model, childId, now);
  const { duty, advocates, complaints } = model.desks;
  const managers = roleOf(model, 'manager');
  const alone = advocates.filter((id) => !working.has(id));
  const among: Readonly<Record<Sent['to'], Iterable<string>>> = {
    ...{ holder: working, everybody: [...working, ...duty, ...managers], ringing: [] },
    ...{ advocates: alone, 'advocates-past': alone, 'advocates-of-message': alone },
    // Who begins to stand in later, or has the child then, has what they had by their work.
    ...{ managers, 'managers-of-message': managers, complaints: [...complaints, ...managers], past: [...duty, ...managers] }
  };
  return new Set([...among[to]].filter((id) => model.here.has(id) && !keptFrom.has(id)));
}

/** Who has what cannot wait and may not open it any more, or went away since, has it no longer. */
export function letGo(model: Model, now: number): void {
  for (const sent of model.sent) {
    if (sent.had === null || sent.done) continue;
    const { had, hadAt } = sent;
    const gone = model.aways.some((one) => one.staffId === had && holds(one, now) && Math.max(one.from, one.told) > hadAt);
    if (gone || !mayOpen(model, sent, now).has(had)) sent.had = null;
  }
}

/** Who never reads what goes to these, of those who have this child or stand in now. */
export const keptFromOf = (model: Model, to: Sent['to'], childId: string, now: number): ReadonlySet<string> =>
  goesPast.includes(to) ? workingFor(model, childId, now) : new Set();
const goesPast: readonly Sent['to'][] = [
  'managers',
  'complaints',
  'past',
  'advocates-past',
  'advocates-of-message',
  'managers-of-message'
];

export type Words = Readonly<{ status: string; openedBy: readonly string[]; had: string | null; answeredBy: string | null }>;

/** What a child may be told of one thing they sent: what follows from what happened, and nothing else. */
export function wordsFor(model: Model, sent: Sent): Words {
  const called = (id: string) => model.workers.find((one) => one.id === id)?.called ?? '';
  const opened = [...new Set(sent.opened)].map(called);
  const last = sent.answered.at(-1);
  const after = sent.answered.length > 0 ? 'answered' : opened.length > 0 ? 'opened' : 'sent';
  return {
    status: sent.takenBack ? 'taken-back' : after,
    openedBy: opened,
    had: sent.had === null ? null : called(sent.had),
    answeredBy: last === undefined ? null : called(last)
  };
}
