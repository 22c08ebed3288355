import * as v from 'valibot';
import { childCards } from '#lib/children/children.server.ts';
import type { ChildCard } from '#lib/children/child.ts';
import { dayOf, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { mayRead, needsAttention, readersOfRequests, requestLines } from '#lib/requests/lines.server.ts';
import type { Readers, RequestLine } from '#lib/requests/request.ts';
import type { MessageLine } from '#lib/messages/message.ts';
import { isMessageItem, mayOpenItem, messageLines } from '#lib/messages/reading.server.ts';
import { nextReviews } from '#lib/reviews/reviews.server.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import type { Holder } from '#lib/routing/holder.ts';
import type { Item } from '#lib/routing/item.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { holdersOf } from '#lib/routing/routing.server.ts';
import { rules } from '#lib/routing/rules.ts';
import { talksAmong } from '#lib/talks/reading.server.ts';
import type { TalkLine } from '#lib/talks/talk.ts';
import { needsStaff } from '#lib/talks/workflow.ts';
import { giversOf, type GiverShown } from './givers.server.ts';
import { helloRow, messageRow, requestRow, talkRow, viewsRow, type InboxRow } from './row.ts';
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

/** However much somebody wrote, it is one thing to open: what is promised soonest stands for it. */
async function oncePerThread(ctx: Context, items: readonly Item[]): Promise<Item[]> {
  const written = items.filter(({ kind }) => kind === 'message');
  if (written.length < 2) return [...items];
  const lines = await messageLines(
    ctx,
    written.map(({ subjectId }) => subjectId)
  );
  const threads = new Map(lines.map(({ id, threadId }) => [id, threadId]));
  const pressing = (item: Item) => `${item.neededBy ?? '9'} ${item.createdAt} ${item.id}`;
  const soonest = new Map<string, Item>();
  for (const item of [...written].sort((one, other) => pressing(other).localeCompare(pressing(one))))
    soonest.set(threads.get(item.subjectId) ?? item.id, item);
  const stands = new Set(soonest.values());
  return items.filter((item) => item.kind !== 'message' || stands.has(item));
}

type Facts = Readonly<{
  reader: string;
  children: ReadonlyMap<string, ChildCard>;
  reviews: ReadonlyMap<string, NextReview>;
  holders: ReadonlyMap<string, Holder>;
  sent: ReadonlyMap<string, store.Sent>;
  givers: ReadonlyMap<string, GiverShown>;
  lines: ReadonlyMap<string, RequestLine>;
  /** What may need somebody today, by the words in it. */
  attention: ReadonlySet<string>;
  talks: ReadonlyMap<string, TalkLine>;
  today: string;
  messages: ReadonlyMap<string, MessageLine>;
  /** Who opened what, the first opening first. */
  opened: ReadonlyMap<string, string[]>;
  names: ReadonlyMap<string, string>;
}>;

/** These items as rows of a list, without a word of any child. What cannot be shown any more is left out. */
export async function rowsOf(ctx: Context, items: readonly Item[]): Promise<InboxRow[]> {
  const facts = await factsOf(ctx, items);
  return items.flatMap((item) => as[item.subject]?.(item, facts) ?? []);
}

/** What each sort of thing is as a row. */
const as: Readonly<Record<string, (item: Item, facts: Facts) => InboxRow[]>> = {
  contribution: asViews,
  request: asRequest,
  talk: asTalk,
  allocation: asHello,
  message: asMessage,
  'message-copy': asMessage,
  'message-late': asMessage
};

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
  const sent = await store.sentBy(ctx, ids(views));
  return {
    reader: me(ctx),
    children: await childCards(ctx, childIds),
    reviews: await nextReviews(ctx, childIds),
    holders,
    sent: new Map(sent.map((row) => [row.id, row])),
    givers: await giversOf(ctx, sent),
    lines: new Map(lines.map((line) => [line.id, line])),
    attention,
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

function asViews(item: Item, facts: Facts): InboxRow[] {
  const [contribution, thing] = [facts.sent.get(item.subjectId), thingOf(item, facts)];
  if (!contribution || !thing) return [];
  const from = facts.givers.get(item.subjectId) ?? null;
  const row = {
    ...thing,
    // An adult who writes in English needs no interpreter, whatever the child speaks.
    interpreter: from === null ? thing.interpreter : contribution.language !== 'en',
    subject: 'contribution',
    kind: item.kind,
    from,
    contributionId: item.subjectId,
    cameAt: contribution.sent_at,
    version: contribution.version,
    answered: Number(contribution.answered),
    asked: Number(contribution.asked),
    assurance: contribution.assurance
  };
  return [v.parse(viewsRow, row)];
}

function asRequest(item: Item, facts: Facts): InboxRow[] {
  const [line, thing] = [facts.lines.get(item.subjectId), thingOf(item, facts)];
  if (!line || !thing) return [];
  const row = {
    ...thing,
    subject: 'request',
    kind: line.kind,
    requestId: line.id,
    by: line.by && { name: line.by.name, relation: line.by.relation },
    cameAt: line.sentAt,
    status: line.status,
    unopened: line.openedAt === null,
    reminders: line.reminders,
    attention: facts.attention.has(line.id),
    answerBy: item.neededBy,
    interpreter: thing.interpreter || line.language !== 'en',
    assurance: line.assurance
  };
  return [v.parse(requestRow, row)];
}

function asTalk(item: Item, facts: Facts): InboxRow[] {
  const [talk, thing] = [facts.talks.get(item.subjectId), thingOf(item, facts)];
  if (!talk || !thing) return [];
  const holder = facts.holders.get(item.childId);
  const promised = talk.status === 'set' || talk.status === 'offered' || talk.status === 'moved';
  const stale = promised && talk.byId !== holder?.iroId && talk.byId !== holder?.personId;
  const row = {
    ...thing,
    subject: 'talk',
    kind: item.kind,
    talkId: talk.id,
    status: talk.status,
    on: talk.on,
    neededBy: item.neededBy,
    stale,
    waits: stale || needsStaff(talk.status, talk.on, facts.today),
    // Whoever has the child answers: that one of them has opened it is enough.
    unread: item.firstOpenedAt === null,
    openedBy: null,
    cameAt: item.createdAt,
    assurance: ''
  };
  return [v.parse(talkRow, row)];
}

function asHello(item: Item, facts: Facts): InboxRow[] {
  const thing = thingOf(item, facts);
  if (!thing) return [];
  const { kind, neededBy, createdAt: cameAt } = item;
  const row = { ...thing, subject: 'allocation', kind, neededBy, unread: false, openedBy: null, cameAt, assurance: '' };
  return [v.parse(helloRow, row)];
}

/** Where each item of a message leads; of what is only said to be late not even how soon it was wanted stands in a list. */
function asMessage(item: Item, facts: Facts): InboxRow[] {
  const [line, thing] = [facts.messages.get(item.subjectId), thingOf(item, facts)];
  if (!thing || (item.subject !== 'message-late' && !line)) return [];
  const mine = item.subject === 'message' ? line : undefined;
  const at = { message: mine?.threadId, 'message-copy': `copy/${item.subjectId}`, 'message-late': `late/${item.subjectId}` };
  const row = {
    ...thing,
    subject: 'message',
    kind: item.kind,
    href: `/staff/messages/${isSubject(item.subject) ? at[item.subject] : ''}`,
    by: mine?.by ? { name: mine.by.name, relation: mine.by.relation } : null,
    cameAt: item.createdAt,
    soon: mine?.soon ?? null,
    answerBy: mine?.answerBy ?? null,
    interpreter: mine === undefined || mine.by === null ? thing.interpreter : mine.language !== 'en',
    assurance: line?.assurance ?? ''
  };
  return [v.parse(messageRow, row)];
}

const isSubject = (subject: string): subject is 'message' | 'message-copy' | 'message-late' =>
  ['message', 'message-copy', 'message-late'].includes(subject);

/** What every row says of an item: whose it is, when their review is, who opened it and in whose place the reader has it. */
function thingOf(item: Item, { reader, children, reviews, holders, opened, names }: Facts) {
  const [child, holder] = [children.get(item.childId), holders.get(item.childId)];
  if (!child) return null;
  const by = opened.get(item.subjectId) ?? [];
  const unread = !by.includes(reader);
  const [first] = by;
  const mine = holder?.personId === reader;
  const nameOf = (id: string | null | undefined) => (id ? (names.get(id) ?? null) : null);
  return {
    ...child,
    childId: child.id,
    itemId: item.id,
    ...whenOf(reviews.get(item.childId)),
    unread,
    openedBy: unread ? nameOf(first) : null,
    coverFor: mine && holder.iroId !== reader ? nameOf(holder.iroId) : null,
    taken: mine && holder.iroId === null,
    caseWith: mine ? null : nameOf(holder?.personId)
  };
}

/** The review's day for a list: the given one, or else the latest lawful one, and which of the two it is. */
export const whenOf = (review: NextReview | undefined) => ({
  reviewOn: review?.on ?? review?.latestLawful ?? null,
  reviewGiven: (review?.on ?? null) !== null,
  late: review?.late ?? false
});

/** Names of staff by id; a person who cannot be named is left out. */
export async function namesOf(ctx: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const cards = await staffCards(ctx, [...new Set(ids.filter((id) => id !== null))]);
  return new Map([...cards.values()].map((card) => [card.id, card.name]));
}
