import { plusDays } from '#lib/council/bank-holidays.ts';
import { isUrgent } from '#lib/requests/kinds.ts';
import type { InboxRow } from './row.ts';

/** Reviews this near are "soon", in days. */
export const SOON_DAYS = 14;

export type Group = 'unsafe' | 'wrote' | 'asked' | 'talks' | 'soon' | 'unread' | 'opened';

/**
 * What needs somebody first, in groups: "I am not safe" (what nobody has opened, then what still stands, the oldest
 * first), what was written to the IRO and what a child asked for (what may need somebody today, then the soonest promised
 * answer), talks and first hellos (the soonest day), then views: not opened with a review
 * soon (the soonest first), not opened otherwise (the oldest first), and opened but not done (the soonest review first). The
 * page says this rule in words.
 */
export function byNeed(rows: readonly InboxRow[], today: string): { group: Group; rows: InboxRow[] }[] {
  const soonUntil = plusDays(today, SOON_DAYS);
  const groupOf = (row: InboxRow): Group => {
    if (row.subject === 'request') return isUrgent(row.kind) ? 'unsafe' : 'asked';
    if (row.subject === 'talk' && !row.waits) return 'opened';
    if (row.subject === 'talk' || row.subject === 'allocation') return 'talks';
    if (row.subject === 'message') return 'wrote';
    if (!row.unread) return 'opened';
    return row.reviewOn !== null && row.reviewOn <= soonUntil ? 'soon' : 'unread';
  };
  const groups: readonly { group: Group; order: (one: InboxRow, other: InboxRow) => number }[] = [
    { group: 'unsafe', order: (one, other) => unopenedFirst(one, other) || standsFirst(one, other) || oldestFirst(one, other) },
    { group: 'wrote', order: (one, other) => attentionFirst(one, other) || promisedFirst(one, other) || oldestFirst(one, other) },
    { group: 'asked', order: (one, other) => attentionFirst(one, other) || promisedFirst(one, other) || oldestFirst(one, other) },
    { group: 'talks', order: (one, other) => neededFirst(one, other) || oldestFirst(one, other) },
    { group: 'soon', order: (one, other) => reviewFirst(one, other) || oldestFirst(one, other) },
    { group: 'unread', order: oldestFirst },
    { group: 'opened', order: (one, other) => reviewFirst(one, other) || oldestFirst(one, other) }
  ];
  return groups
    .map(({ group, order }) => ({ group, rows: rows.filter((row) => groupOf(row) === group).sort(order) }))
    .filter((group) => group.rows.length > 0);
}

/** What was taken back comes after what still stands. */
const standsFirst = (one: InboxRow, other: InboxRow) => Number(isTakenBack(one)) - Number(isTakenBack(other));

const isTakenBack = (row: InboxRow): boolean => row.subject === 'request' && row.status === 'taken-back';

const unopenedFirst = (one: InboxRow, other: InboxRow) => Number(isUnopened(other)) - Number(isUnopened(one));

const isUnopened = (row: InboxRow): boolean => row.subject === 'request' && row.unopened;

const attentionFirst = (one: InboxRow, other: InboxRow) => Number(isMarked(other)) - Number(isMarked(one));

const isMarked = (row: InboxRow): boolean => (row.subject === 'request' || row.subject === 'message') && row.attention;

const promisedFirst = (one: InboxRow, other: InboxRow) => promisedOn(one).localeCompare(promisedOn(other));

const promisedOn = (row: InboxRow): string => ('answerBy' in row ? row.answerBy : null) ?? '9';

const neededFirst = (one: InboxRow, other: InboxRow) => neededOn(one).localeCompare(neededOn(other));

const neededOn = (row: InboxRow): string => ('neededBy' in row ? row.neededBy : null) ?? '9';

/** Without a day comes after every day. */
const reviewFirst = (one: { reviewOn: string | null }, other: { reviewOn: string | null }) =>
  (one.reviewOn ?? '9').localeCompare(other.reviewOn ?? '9');

const oldestFirst = (one: InboxRow, other: InboxRow) =>
  one.cameAt.localeCompare(other.cameAt) || one.itemId.localeCompare(other.itemId);
