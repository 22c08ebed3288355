import { childCards } from '#lib/children/children.server.ts';
import { dayOf, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { mayRead, needsAttention, readersOfRequests, requestLines } from '#lib/requests/lines.server.ts';
import type { Readers } from '#lib/requests/request.ts';
import { messageLines, needsAttention as wordsNeedAttention, threadsOf } from '#lib/messages/lines.server.ts';
import { isMessageItem, mayOpenItem } from '#lib/messages/opening.server.ts';
import { nextReviews } from '#lib/reviews/reviews.server.ts';
import type { Item } from '#lib/routing/item.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { holdersOf } from '#lib/routing/routing.server.ts';
import { rules } from '#lib/routing/rules.ts';
import { talksAmong } from '#lib/talks/reading.server.ts';
import { giversOf } from './givers.server.ts';
import type { InboxRow } from './row.ts';
import { as, type Facts } from './rows-as.server.ts';
import * as store from './store.server.ts';

/** Who is signed in; throws `not-found` for anybody who is not staff. */
export function me(ctx: Context): string {
  if (ctx.actor.kind !== 'staff') throw notFound();
  return ctx.actor.id;
}

/** What is open for the person signed in, without what they never may open, whatever desk they sit at. */
export async function itemsOf(ctx: Context): Promise<Item[]> {
  const kept: Item[] = [];
  // One child may have many: each is asked about once.
  const may = new Map<string, boolean>();
  const items = await itemsFor(ctx, me(ctx));
  const others = items.filter(({ kind, subject }) => subject === 'request' && rules[kind].first !== 'holder');
  const sentTo = await readersOfRequests(
    ctx,
    others.map(({ subjectId }) => subjectId)
  );
  for (const item of items) {
    const by = sentTo.get(item.subjectId) ?? null;
    const about = `${item.kind}:${by}:${item.childId}`;
    const known = may.get(about) ?? (await mayOpen(ctx, item, by));
    may.set(about, known);
    if (known) kept.push(item);
  }
  return oncePerThread(ctx, kept);
}

/** What comes first to whoever has the child is theirs; of the rest each room says who never may. */
async function mayOpen(ctx: Context, { kind, childId }: Item, by: Readers | null): Promise<boolean> {
  if (rules[kind].first === 'holder') return true;
  if (isMessageItem(kind)) return mayOpenItem(ctx, kind, childId);
  return by === null || mayRead(ctx, by, childId);
}

/**
 * However much somebody wrote, it is one thing to open: what is promised soonest stands for it. As long as any of it has not
 * been opened it stands there unopened, and came when the newest of that did.
 */
async function oncePerThread(ctx: Context, items: readonly Item[]): Promise<Item[]> {
  const written = items.filter(({ kind }) => kind === 'message');
  if (written.length < 2) return [...items];
  const threads = await threadsOf(
    ctx,
    written.map(({ subjectId }) => subjectId)
  );
  const pressing = (item: Item) => `${item.neededBy ?? '9'} ${item.createdAt} ${item.id}`;
  const standing = new Map<Item, Item>();
  for (const together of Map.groupBy(written, (item) => threads.get(item.subjectId) ?? item.id).values()) {
    const [soonest] = [...together].sort((one, other) => pressing(one).localeCompare(pressing(other)));
    const newest = together.filter(({ firstOpenedAt }) => firstOpenedAt === null).map(({ createdAt }) => createdAt);
    const unopened = { firstOpenedAt: null, firstOpenedBy: null, createdAt: newest.sort().at(-1) ?? '' };
    if (soonest) standing.set(soonest, newest.length > 0 ? { ...soonest, ...unopened } : soonest);
  }
  return items.flatMap((item) => (item.kind === 'message' ? (standing.get(item) ?? []) : [item]));
}

/** These items as rows of a list, without a word of any child. What cannot be shown any more is left out. */
export async function rowsOf(ctx: Context, items: readonly Item[]): Promise<InboxRow[]> {
  const facts = await factsOf(ctx, items);
  return items.flatMap((item) => as[item.subject]?.(item, facts) ?? []);
}

async function factsOf(ctx: Context, items: readonly Item[]): Promise<Facts> {
  const about = (subject: string) => items.filter((item) => item.subject === subject);
  const ids = (some: readonly Item[]) => some.map((item) => item.subjectId);
  const [views, requests] = [about('contribution'), about('request')];
  const childIds = [...new Set(items.map((item) => item.childId))];
  const written = items.filter(({ kind }) => isMessageItem(kind));
  const messages = await messageLines(ctx, ids(written));
  const opened = new Map([
    ...written.map(({ subjectId, firstOpenedBy }) => [subjectId, firstOpenedBy === null ? [] : [firstOpenedBy]] as const),
    ...(await store.openings(ctx, ids(views))),
    ...(await store.requestOpenings(ctx, ids(requests)))
  ]);
  const holders = await holdersOf(ctx, childIds);
  const lines = await requestLines(ctx, [...new Set(requests.map((item) => item.childId))]);
  const here = new Set(ids(requests));
  const attention = await needsAttention(
    ctx,
    lines.filter(({ id, answeredAt }) => here.has(id) && answeredAt === null)
  );
  const worded = await wordsNeedAttention(ctx, written);
  const sent = await store.sentBy(ctx, ids(views));
  return {
    reader: me(ctx),
    children: await childCards(ctx, childIds),
    reviews: await nextReviews(ctx, childIds),
    holders,
    sent: new Map(sent.map((row) => [row.id, row])),
    givers: await giversOf(ctx, sent),
    lines: new Map(lines.map((line) => [line.id, line])),
    attention: attention.union(worded),
    talks: new Map((await talksAmong(ctx, ids(about('talk')))).map((talk) => [talk.id, talk])),
    today: dayOf(ctx.now),
    messages: new Map(messages.map((line) => [line.id, line])),
    opened,
    names: await namesOf(ctx, [
      ...[...opened.values()].flat(),
      ...[...holders.values()].flatMap((holder) => [holder.iroId, holder.personId])
    ])
  };
}

/** Names of staff by id; a person who cannot be named is left out. */
export async function namesOf(ctx: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const cards = await staffCards(ctx, [...new Set(ids.filter((id) => id !== null))]);
  return new Map([...cards.values()].map((card) => [card.id, card.name]));
}
