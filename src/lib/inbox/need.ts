import { plusDays } from '#lib/council/bank-holidays.ts';
import type { InboxRow } from './row.ts';

/** Reviews this near are "soon", in days. */
export const SOON_DAYS = 14;

export type Group = 'soon' | 'unread' | 'opened';

/**
 * What needs somebody first, as three groups: not opened with a review soon (the soonest first), not opened otherwise
 * (the oldest first), and opened but not done (the soonest review first). The page says this rule in words.
 */
export function byNeed(rows: readonly InboxRow[], today: string): { group: Group; rows: InboxRow[] }[] {
  const soonUntil = plusDays(today, SOON_DAYS);
  const groupOf = (row: InboxRow): Group => {
    if (!row.unread) return 'opened';
    return row.reviewOn !== null && row.reviewOn <= soonUntil ? 'soon' : 'unread';
  };
  const groups: readonly { group: Group; order: (one: InboxRow, other: InboxRow) => number }[] = [
    { group: 'soon', order: (one, other) => reviewFirst(one, other) || oldestFirst(one, other) },
    { group: 'unread', order: oldestFirst },
    { group: 'opened', order: (one, other) => reviewFirst(one, other) || oldestFirst(one, other) }
  ];
  return groups
    .map(({ group, order }) => ({ group, rows: rows.filter((row) => groupOf(row) === group).sort(order) }))
    .filter((group) => group.rows.length > 0);
}

/** Without a day comes after every day. */
const reviewFirst = (one: { reviewOn: string | null }, other: { reviewOn: string | null }) =>
  (one.reviewOn ?? '9').localeCompare(other.reviewOn ?? '9');

const oldestFirst = (one: InboxRow, other: InboxRow) =>
  one.cameAt.localeCompare(other.cameAt) || one.itemId.localeCompare(other.itemId);
