import { isUrgent, kinds } from '#lib/requests/kinds.ts';
import type { Words } from '#locales/words.ts';
import type { InboxRow, MessageRow, RequestRow, ViewsRow } from './row.ts';
import { relationInWords } from './people-words.ts';
import { whoAsked } from './request-words.ts';
import { helloRowInWords, talkRowInWords } from './talk-desk-words.ts';
import { tagsOf, type RowTag } from './tags.ts';
import { agoInWords, asHeading, cameInWords, dueInWords, isLate, reviewInWords, shortName } from './wording.ts';

/** A row of the inbox in words. None is a child's. */
export type SpokenRow = Readonly<{
  id: string;
  href: string;
  name: string;
  age: number | null;
  unread: boolean;
  /** "I am not safe": loud, and never sorted away. */
  urgent: boolean;
  due: string;
  line: string;
  tags: readonly RowTag[];
  /** What the button beside the list says. */
  open: string;
}>;

export function rowInWords(words: Words, row: InboxRow, now: Date): SpokenRow {
  if (row.subject === 'request') return requestInWords(words, row, now);
  if (row.subject === 'message') return messageInWords(words, row, now);
  if (row.subject === 'talk') return talkRowInWords(words, row, now);
  return row.subject === 'allocation' ? helloRowInWords(words, row, now) : viewsInWords(words, row, now);
}

function viewsInWords(words: Words, row: ViewsRow, now: Date): SpokenRow {
  const line =
    row.from === null
      ? words.t('staff:inbox.line', { answered: row.answered, skipped: row.asked - row.answered })
      : words.t('staff:inbox.lineAdult', { person: row.from.name, relation: relationInWords(words, row.from.relation) });
  const came = cameInWords(words, row.cameAt, now);
  return {
    id: row.itemId,
    href: `/staff/views/${row.contributionId}`,
    name: shortName(row),
    age: row.age,
    unread: row.unread,
    urgent: false,
    due: row.unread && row.reviewOn === null ? came : reviewInWords(words, row, now),
    line: `${line} ${asHeading(came)}.`,
    tags: tagsOf(words, row),
    open: words.t(row.unread ? 'staff:inbox.open' : 'staff:inbox.carryOn', { name: row.from?.name || row.called })
  };
}

/** How soon it wants an answer; of a copy and of "nobody has answered" that it is one. */
function messageInWords(words: Words, row: MessageRow, now: Date): SpokenRow {
  const came = `${asHeading(cameInWords(words, row.cameAt, now))}.`;
  return {
    id: row.itemId,
    href: row.href,
    name: shortName(row),
    age: row.age,
    unread: row.unread,
    urgent: false,
    due: row.answerBy === null ? agoInWords(words, row.cameAt, now) : dueInWords(words, row.answerBy, now),
    line: `${wroteInWords(words, row)} ${came}`,
    tags: tagsOf(words, { ...row, late: false, today: row.soon === 'today', lateAnswer: isLate(row.answerBy, now) }),
    open: words.t(row.unread ? 'messages:open' : 'messages:carryOn', { name: row.by?.name ?? row.called })
  };
}

function wroteInWords(words: Words, { kind, by, soon }: MessageRow): string {
  if (kind === 'message-copy') return words.t('messages:copyLine');
  if (kind !== 'message') return words.t('messages:lateLine');
  return by
    ? words.t('messages:line.adult', { who: `${by.name}, ${relationInWords(words, by.relation)},` })
    : words.t(`messages:line.${soon ?? 'unsaid'}`);
}

/** What opening it does: the child sees that their own was opened, an adult that theirs was. */
export const openingInWords = (words: Words, row: InboxRow): string =>
  row.subject === 'allocation'
    ? words.t('talk-desk:inbox.helloOpening', { name: row.called })
    : row.subject === 'message'
      ? words.t('messages:opening', { name: row.by?.name ?? row.called })
      : row.subject === 'contribution' && row.from !== null
        ? words.t('staff:inbox.openingAdult', { person: row.from.name })
        : words.t('staff:inbox.opening', { name: row.called });

function requestInWords(words: Words, row: RequestRow, now: Date): SpokenRow {
  const urgent = isUrgent(row.kind);
  const came = urgent ? [] : [`${asHeading(cameInWords(words, row.cameAt, now))}.`];
  return {
    id: row.itemId,
    href: `/staff/requests/${row.requestId}`,
    name: shortName(row),
    age: row.age,
    unread: row.unread,
    urgent,
    due: urgent || row.answerBy === null ? agoInWords(words, row.cameAt, now) : dueInWords(words, row.answerBy, now),
    line: [whatInWords(words, row), ...aboutInWords(words, row), ...came, ...unopenedInWords(words, row)].join(' '),
    tags: tagsOf(words, {
      ...row,
      late: false,
      notSafe: urgent && (row.status === 'taken-back' ? 'call' : 'now'),
      hasAnswer: row.status === 'answered',
      lateAnswer: isLate(row.answerBy, now)
    }),
    open: words.t(openKey(row), { name: row.called })
  };
}

/** What is asked, in one line. */
export function whatInWords(words: Words, { kind, status, by }: Pick<RequestRow, 'kind' | 'status' | 'by'>): string {
  if (by) return words.t(`staff:asked.by.line.${kind}`, { who: whoAsked(words, by) });
  const takenBack = status === 'taken-back' && kinds[kind].staysWhenTakenBack;
  return takenBack ? words.t('staff:asked.takenBackLine') : words.t(`staff:asked.line.${kind}`);
}

/** Whoever opens a worry knows before it whom they must not ask about it. */
const aboutInWords = (words: Words, { kind, past }: RequestRow): string[] =>
  isUrgent(kind) && past ? [words.t('staff:asked.pastLine')] : [];

/** That nobody has opened what cannot wait, and how often everybody was told so. */
function unopenedInWords(words: Words, { kind, unopened, reminders }: RequestRow): string[] {
  if (!isUrgent(kind) || !unopened) return [];
  return [reminders === 0 ? words.t('staff:asked.nobody') : words.t('staff:asked.again', { count: reminders })];
}

function openKey({ kind, unread }: RequestRow): string {
  if (isUrgent(kind)) return 'staff:inbox.openUnsafe';
  return unread ? 'staff:inbox.openAsked' : 'staff:inbox.carryOnAsked';
}
