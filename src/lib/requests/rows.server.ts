import { dayOf, type Context } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { whoHas, type Had } from '#lib/routing/having.server.ts';
import { besidesOfEach } from '#lib/routing/items.server.ts';
import { iroOn } from '#lib/routing/holder.ts';
import { irosEverOf } from '#lib/routing/routing.server.ts';
import { isReaders } from './kinds.ts';
import { isOutcome } from './outcome.ts';
import { readers } from './readers.ts';
import { statusOf, type Answered, type GivenAnswer, type HadBy, type Opening, type SaidTo, type Status } from './request.ts';
import * as store from './store.server.ts';

/** A request's row, with its words or without, and what happened to it: for this room's verbs. */
export type Known<Row extends store.RequestHead = store.RequestHead> = Readonly<{
  row: Row;
  status: Status;
  had: HadBy | null;
  /** The IRO of the day it was sent, as children call them, of what went past them; null: it went past nobody. */
  passed: string | null;
  openings: readonly Opening[];
  answers: readonly (Awaited<ReturnType<typeof store.answersOf>>[number] & { name: string })[];
}>;

/** What happened to each of these rows, with the names of those who did it, as children call them. */
export async function known<Row extends store.RequestHead>(ctx: Context, rows: readonly Row[]): Promise<Known<Row>[]> {
  const ids = rows.map(({ id }) => id);
  const [openings, answers] = [await store.openingsOf(ctx, ids), await store.answersOf(ctx, ids)];
  const had = await whoHas(ctx, 'request', ids);
  const passed = await irosPassed(ctx, rows);
  const cards = await staffCards(ctx, [
    ...[...openings, ...answers].map(({ staff_id }) => staff_id),
    ...[...had.values()].map(({ staffId }) => staffId),
    ...passed.values()
  ]);
  const nameOf = (id: string) => cards.get(id)?.called ?? '';
  const [openingsBy, answersBy] = [
    Map.groupBy(openings, ({ request_id }) => request_id),
    Map.groupBy(answers, ({ request_id }) => request_id)
  ];
  return rows.map((row) => {
    const [opened, answered] = [openingsBy.get(row.id) ?? [], answersBy.get(row.id) ?? []];
    return {
      row,
      status: statusOf({ takenBackAt: row.taken_back_at, openings: opened.length, answers: answered.length }),
      had: hadBy(had.get(row.id), nameOf),
      passed: nameOf(passed.get(row.id) ?? '') || null,
      openings: opened.map((one) => ({ name: nameOf(one.staff_id), at: one.opened_at, standingIn: one.cover_id !== null })),
      answers: answered.map((one) => ({ ...one, name: nameOf(one.staff_id) }))
    };
  });
}

/** Past which IRO each of these went: who was the child's on the day it was sent, whoever is now. */
async function irosPassed(ctx: Context, rows: readonly store.RequestHead[]): Promise<ReadonlyMap<string, string>> {
  const past = rows.filter((row) => isReaders(row.readers) && readers[row.readers].past);
  if (past.length === 0) return new Map();
  const iros = await irosEverOf(ctx, [...new Set(past.map(({ child_id }) => child_id))]);
  const about = (id: string) => ({ subject: 'request', subjectId: id });
  const keptFrom = await besidesOfEach(
    ctx,
    past.map(({ id }) => about(id))
  );
  return new Map(
    past.flatMap(({ id, child_id, sent_at }): [string, string][] => {
      const on = dayOf(new Date(sent_at));
      const ever = iros.get(child_id) ?? [];
      // The newest of them it is kept from: a child who got another IRO on that very day had two.
      const then = ever.find(({ fromOn, staffId }) => fromOn <= on && keptFrom(about(id)).has(staffId)) ?? iroOn(ever, on);
      return then ? [[id, then.staffId]] : [];
    })
  );
}

const hadBy = (had: Had | undefined, nameOf: (id: string) => string) => (had ? { name: nameOf(had.staffId), at: had.at } : null);

/** When it was last answered, for whoever asked; `shown`: also how. */
export function answeredOf({ answers }: Known, shown: boolean): Answered | null {
  const [last] = answers;
  if (!last) return null;
  const how = shown && isOutcome(last.outcome) ? { outcome: last.outcome, byOn: last.by_on } : { outcome: null, byOn: null };
  return { name: last.name, at: last.made_at, unseen: answers.some(({ read_at }) => read_at === null), ...how };
}

/** Of every thing sent its newest version, and an older one that has an answer: no answer is lost. `all` come newest first. */
export const current = <Row extends store.RequestHead>(all: readonly Known<Row>[]): Known<Row>[] => {
  const seen = new Set<string>();
  return all.filter(({ row, answers }) => {
    const newest = !seen.has(row.submission_id);
    seen.add(row.submission_id);
    return newest || answers.length > 0;
  });
};

type Standing = Readonly<{ one: Known<store.RequestRow>; all: readonly Known<store.RequestRow>[] }>;

/**
 * What stands at the address of one version of something this child sent, and every version of it, the newest first: the
 * newest stands also where an older one did. Null: this child sent no such thing.
 */
export async function standing(ctx: Context, childId: string, id: string): Promise<Standing | null> {
  const row = await store.requestById(ctx, id);
  // What adults asked about a child is no part of what the child asked, and never found by its address either.
  if (!row || row.child_id !== childId || row.asker !== 'child') return null;
  const all = await known(ctx, await store.versionsOf(ctx, childId, row.submission_id));
  const one = current(all).find((version) => version.row.id === id) ?? all[0];
  return one ? { one, all } : null;
}

/** What was said, opened; null when it was taken back or cannot be opened. */
export async function saidIn(ctx: Context, row: store.RequestRow): Promise<readonly SaidTo[] | null> {
  if (row.body_sealed === null) return null;
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.child_id }, 'private');
  const text = safe.open('requests', 'body_sealed', row.id, row.rev, row.body_sealed);
  // Written by sending.server.ts from this very type; authenticated by the seal.
  return text === DAMAGED ? null : (JSON.parse(text) as SaidTo[]);
}

/** The answers in their words, the newest first. */
export async function answersIn(ctx: Context, { row, answers }: Known): Promise<GivenAnswer[]> {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.child_id }, 'private');
  const names = new Map(answers.map(({ id, name }) => [id, name]));
  const given: GivenAnswer[] = [];
  for (const answer of await store.sealedAnswersOf(ctx, row.id)) {
    const text = safe.open('request_answers', 'body_sealed', answer.id, answer.rev, answer.body_sealed);
    given.push({
      id: answer.id,
      // A later version may know more ways to answer than this one.
      outcome: isOutcome(answer.outcome) ? answer.outcome : 'reply',
      byOn: answer.by_on,
      text: text === DAMAGED ? null : text,
      name: names.get(answer.id) ?? '',
      staffId: answer.staff_id,
      at: answer.made_at
    });
  }
  return given;
}
