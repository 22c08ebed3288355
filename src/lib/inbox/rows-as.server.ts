import * as v from 'valibot';
import type { ChildCard } from '#lib/children/child.ts';
import type { MessageLine } from '#lib/messages/message.ts';
import { readers } from '#lib/requests/readers.ts';
import type { RequestLine } from '#lib/requests/request.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import type { Holder } from '#lib/routing/holder.ts';
import type { Item } from '#lib/routing/item.ts';
import type { TalkLine } from '#lib/talks/talk.ts';
import { needsStaff } from '#lib/talks/workflow.ts';
import type { GiverShown } from './givers.server.ts';
import { helloRow, messageRow, requestRow, talkRow, viewsRow, type InboxRow } from './row.ts';
import type * as store from './store.server.ts';

/* Each sort of thing as a row of a list, from what is known about it: no word of any child. */

/** What is known about the items of one list. */
export type Facts = Readonly<{
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

/** What each sort of thing is as a row. */
export const as: Readonly<Record<string, (item: Item, facts: Facts) => InboxRow[]>> = {
  contribution: asViews,
  request: asRequest,
  talk: asTalk,
  allocation: asHello,
  message: asMessage,
  'message-copy': asMessage,
  'message-late': asMessage
};

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
    past: readers[line.readers].past === true,
    by: line.by && { name: line.by.name, relation: line.by.relation },
    cameAt: line.sentAt,
    status: line.status,
    interim: line.interim,
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
  const first = item.firstOpenedBy;
  const at = { message: mine?.threadId, 'message-copy': `copy/${item.subjectId}`, 'message-late': `late/${item.subjectId}` };
  const row = {
    ...thing,
    subject: 'message',
    kind: item.kind,
    href: `/staff/messages/${isSubject(item.subject) ? at[item.subject] : ''}`,
    by: mine?.by ? { name: mine.by.name, relation: mine.by.relation } : null,
    // Whoever has it answers: that one of them has opened it is enough; who that was stands there for the others.
    unread: item.firstOpenedAt === null,
    openedBy: first === null || first === facts.reader ? null : (facts.names.get(first) ?? null),
    cameAt: item.createdAt,
    soon: mine?.soon ?? null,
    attention: facts.attention.has(item.subjectId),
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
