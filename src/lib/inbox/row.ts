import * as v from 'valibot';
import { relations } from '#lib/children/contact.ts';
import { everySoon } from '#lib/messages/message.ts';
import { everyKind } from '#lib/requests/kinds.ts';
import { outcomes } from '#lib/requests/outcome.ts';
import { needs, unopenedWith } from './needs.ts';

/** What each list shows, and nothing else: a new column is invisible until it is added here. None has a word of the child. */
const day = v.nullable(v.string());
const child = { childId: v.string(), called: v.string(), lastInitial: v.string() };

/** What every row says, whatever came. */
const thing = {
  ...child,
  age: v.nullable(v.number()),
  language: v.string(),
  interpreter: v.boolean(),
  itemId: v.string(),
  /** ISO time. */
  cameAt: v.string(),
  /** By what whoever sent it came in: the card alone, a device handed over, or more (src/lib/context.ts). */
  assurance: v.string(),
  /** The review's day as the source gives it, or else the latest lawful one. */
  reviewOn: day,
  reviewGiven: v.boolean(),
  late: v.boolean(),
  /** Not opened by the reader of this list. */
  unread: v.boolean(),
  /** Who else opened it, when the reader has not. */
  openedBy: v.nullable(v.string()),
  /** The IRO in whose place the reader has it. */
  coverFor: v.nullable(v.string()),
  /** The reader took it from the desk. */
  taken: v.boolean()
};

/** Views that came in, for the person who has the child now. */
export const viewsRow = v.object({
  ...thing,
  subject: v.literal('contribution'),
  kind: v.picklist(['views', 'adult-views']),
  /** The adult who gave them; null: they are the child's own. */
  from: v.nullable(v.object({ name: v.string(), relation: v.picklist(relations) })),
  contributionId: v.string(),
  version: v.number(),
  answered: v.number(),
  asked: v.number()
});
export type ViewsRow = v.InferOutput<typeof viewsRow>;

const requestKind = v.picklist(everyKind);

/** Something a child asks for, for everybody it is for. */
export const requestRow = v.object({
  ...thing,
  subject: v.literal('request'),
  kind: requestKind,
  requestId: v.string(),
  /** It goes past whoever had the child when it was sent. */
  past: v.boolean(),
  /** The adult who asks; null: the child does. */
  by: v.nullable(v.object({ name: v.string(), relation: v.nullable(v.picklist(relations)) })),
  status: v.picklist(['sent', 'opened', 'answered', 'taken-back']),
  /** The newest answer, where more is still to come. */
  interim: v.nullable(v.picklist(outcomes)),
  /** Nobody has opened it, and how often everybody it is for was told so. */
  unopened: v.boolean(),
  reminders: v.number(),
  /** A word in it may mean that it cannot wait; nothing but a mark. */
  attention: v.boolean(),
  /** The day by which an answer is promised. */
  answerBy: day,
  /** Who has the child, when the reader of this list has not. */
  caseWith: v.nullable(v.string())
});
export type RequestRow = v.InferOutput<typeof requestRow>;

const talkStatus = v.picklist(['asked', 'offered', 'set', 'moved', 'missed', 'talked', 'off', 'not-now']);

/** A talk before a review: a child picked times, said no, or the day has come. */
export const talkRow = v.object({
  ...thing,
  subject: v.literal('talk'),
  kind: v.literal('talk-times'),
  talkId: v.string(),
  status: talkStatus,
  /** The day it is set for. */
  on: day,
  neededBy: day,
  /** It was set or offered by somebody who has not this child any more. */
  stale: v.boolean(),
  /** Somebody in the team has to do something next; otherwise it waits for the child, or for its day. */
  waits: v.boolean()
});
export type TalkRow = v.InferOutput<typeof talkRow>;

/** A child with a new IRO who has not said hello yet. */
export const helloRow = v.object({
  ...thing,
  subject: v.literal('allocation'),
  kind: v.literal('introduce'),
  neededBy: day
});
export type HelloRow = v.InferOutput<typeof helloRow>;

/** Something written to the IRO, a copy of it for an advocate, or that nobody has answered. One row a thread. */
export const messageRow = v.object({
  ...thing,
  subject: v.literal('message'),
  kind: v.picklist(['message', 'message-copy', 'message-late', 'message-late-advocate']),
  href: v.string(),
  /** The adult who wrote; null: the child did. */
  by: v.nullable(v.object({ name: v.string(), relation: v.picklist(relations) })),
  /** How soon it wants an answer; null: that is for others to know. */
  soon: v.nullable(v.picklist(everySoon)),
  /** A word in what waits may mean that it cannot; nothing but a mark. */
  attention: v.boolean(),
  answerBy: day
});
export type MessageRow = v.InferOutput<typeof messageRow>;

/** One thing to look at. */
export const inboxRow = v.variant('subject', [viewsRow, requestRow, talkRow, helloRow, messageRow]);
export type InboxRow = v.InferOutput<typeof inboxRow>;

/** What a desk may see before somebody takes it: that it exists, for whom, how urgent. */
export const deskRow = v.object({
  itemId: v.string(),
  called: v.string(),
  lastInitial: v.string(),
  kind: v.union([v.picklist(['views', 'adult-views', 'not-told', 'talk-times', 'introduce', 'message']), requestKind]),
  /** The child took it back: whoever has it calls them. */
  takenBack: v.boolean(),
  cameAt: v.string(),
  answerBy: day,
  reviewOn: day,
  reviewGiven: v.boolean(),
  late: v.boolean(),
  /** The IRO who is away with nobody standing in, if the child has one. */
  iro: v.nullable(v.string()),
  /** Who has it and has not opened it, so that it climbed here; null: nobody has it. */
  heldBy: v.nullable(v.string())
});
export type DeskRow = v.InferOutput<typeof deskRow>;

/** One child of one's own caseload, or of somebody's one stands in for. */
export const caseRow = v.object({
  ...child,
  age: v.nullable(v.number()),
  band: v.string(),
  reviewOn: day,
  latestLawful: day,
  late: v.boolean(),
  overdue: v.boolean(),
  /** The day since which the reader has been the IRO. */
  since: day,
  coverFor: v.nullable(v.string()),
  taken: v.boolean(),
  /** Who has the child while the reader is away. */
  coveredBy: v.nullable(v.string()),
  /** Views for the next review: none sent, sent and not opened by anybody, or opened. */
  views: v.picklist(['none', 'waiting', 'opened']),
  viewsId: v.nullable(v.string()),
  sentAt: v.nullable(v.string())
});
export type CaseRow = v.InferOutput<typeof caseRow>;

/** A child a manager is told of: whose review is near or past, and who has them. */
export const teamChild = v.object({
  ...child,
  reviewOn: day,
  reviewGiven: v.boolean(),
  late: v.boolean(),
  overdue: v.boolean(),
  /** Null: the desk has the child. */
  holder: v.nullable(v.string())
});
export type TeamChild = v.InferOutput<typeof teamChild>;

export const teamDay = v.object({
  figures: v.object({
    /** Reviews due in the next 28 days, and how many of those children have sent views. */
    soon: v.number(),
    soonWithViews: v.number(),
    /** Items nobody has opened, and the oldest of them (ISO time). */
    unopened: v.number(),
    oldestAt: v.nullable(v.string()),
    onDesk: v.number(),
    /** Children whose review's day is later than the law allows, or has passed. */
    late: v.number(),
    /** What children asked for that waits longer than was promised. */
    askedLate: v.number()
  }),
  /** All that needs a person now, as the morning has it too. */
  needs,
  unopened: v.array(unopenedWith),
  desk: v.array(deskRow),
  covers: v.array(
    v.object({
      id: v.string(),
      /** Null when the cover is for one child, taken from the desk. */
      absent: v.nullable(v.string()),
      child: v.nullable(v.object({ called: v.string(), lastInitial: v.string() })),
      cover: v.string(),
      /** ISO time at which it ends. */
      until: v.string(),
      children: v.number()
    })
  ),
  noViews: v.array(teamChild),
  late: v.array(teamChild)
});
export type TeamDay = v.InferOutput<typeof teamDay>;
