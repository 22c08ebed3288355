import type { Context } from '#lib/context.ts';
import { mayNeedSomebody } from '#lib/journeys/attention.ts';
import { grantFor } from '#lib/permissions.ts';
import { relationsTo } from '#lib/relations.server.ts';
import { allKeptFrom } from '#lib/routing/items.server.ts';
import { askersOf } from './askers.server.ts';
import { isKind, isReaders, isUrgent } from './kinds.ts';
import { interim } from './outcome.ts';
import { neverReads, pastAll, readers } from './readers.ts';
import { toldAgain } from './reminding.server.ts';
import type { AskedBy, Readers, RequestLine } from './request.ts';
import { current, known, saidIn, type Known } from './rows.server.ts';
import * as passing from './passing.store.server.ts';
import * as store from './store.server.ts';

/* What there is to read, for verbs that list it: not a word of what was said. */

/**
 * What was asked for about these children, by themselves and by adults, the newest first, without a word of what they said. Callers are verbs that have already
 * asked who may know of these children at all.
 */
export async function requestLines(ctx: Context, childIds: readonly string[]): Promise<RequestLine[]> {
  const all = current(await known(ctx, await store.requestsOf(ctx, childIds)));
  const askers = await askersOf(
    ctx,
    all.map(({ row }) => row)
  );
  const told = await toldAgain(
    ctx,
    all.filter(({ row, openings }) => isKind(row.kind) && isUrgent(row.kind) && openings.length === 0).map(({ row }) => row)
  );
  const lines = all.flatMap((one) => lineOf(one, askers, told));
  return lines.some(({ readers: by }) => readers[by].past) ? withoutPast(ctx, lines) : lines;
}

/** What goes past somebody is in none of their lists, and only those who may read it know that it is there. */
async function withoutPast(ctx: Context, lines: readonly RequestLine[]): Promise<RequestLine[]> {
  const kept = ctx.actor.kind === 'staff' ? await allKeptFrom(ctx, 'request', ctx.actor.id) : new Set<string>();
  const shown = [];
  for (const line of lines)
    if (!readers[line.readers].past || (!kept.has(line.id) && (await mayRead(ctx, line.readers, line.childId)))) shown.push(line);
  return shown;
}

/** The ids of what went past whoever had this child when it was sent. For verbs that say who looked at what. */
export const wentPast = async (ctx: Context, childId: string): Promise<Set<string>> =>
  new Set(await passing.idsBy(ctx, childId, pastAll));

/** Who got each of these when it was sent. For verbs that list what there is. */
export async function readersOfRequests(ctx: Context, ids: readonly string[]): Promise<Map<string, Readers>> {
  const found = await passing.readersOfAll(ctx, ids);
  return new Map([...found].flatMap(([id, by]) => (isReaders(by) ? [[id, by]] : [])));
}

/**
 * Which of these may need somebody today, by the words that stand in them (attention.ts): of those the person signed in may
 * read, and nothing of the words themselves. Nobody has opened them by this.
 */
export async function needsAttention(ctx: Context, lines: readonly RequestLine[]): Promise<Set<string>> {
  const found = new Set<string>();
  // One child may have asked for many: each is asked about once.
  const may = new Map<string, boolean>();
  for (const line of lines) {
    const about = `${line.readers}:${line.childId}`;
    const known = may.get(about) ?? (await mayRead(ctx, line.readers, line.childId));
    may.set(about, known);
    if (isUrgent(line.kind) || !known) continue;
    const row = await store.requestById(ctx, line.id);
    const said = row ? await saidIn(ctx, row) : null;
    const texts = (said ?? []).flatMap(({ answer }) => (typeof answer.value === 'string' ? [answer.value] : []));
    if (mayNeedSomebody(texts)) found.add(line.id);
  }
  return found;
}

/** Whether the person signed in may open what this child sent to these readers. For verbs that list what there is. */
export async function mayRead(ctx: Context, by: Readers, childId: string): Promise<boolean> {
  const { held } = await relationsTo(ctx, childId);
  return grantFor(readers[by].read, ctx.actor, held) !== null && !neverReads(by).some((relation) => held.has(relation));
}

/** One request as a line of a list; `told`: how often everybody was told again of what nobody opened. For this room's verbs. */
export function lineOf(
  { row, status, openings, answers }: Known,
  askers: ReadonlyMap<string, AskedBy>,
  told: ReadonlyMap<string, number> = new Map()
): RequestLine[] {
  if (!isKind(row.kind) || !isReaders(row.readers)) return [];
  return [
    {
      id: row.id,
      childId: row.child_id,
      by: askers.get(row.id) ?? null,
      kind: row.kind,
      readers: row.readers,
      sentAt: row.sent_at,
      status,
      answerBy: row.answer_by,
      openedAt: openings[0]?.at ?? null,
      answeredAt: answers[0]?.made_at ?? null,
      interim: interim.find((outcome) => outcome === answers[0]?.outcome) ?? null,
      assurance: row.assurance,
      language: row.language,
      reminders: told.get(row.id) ?? 0
    }
  ];
}
