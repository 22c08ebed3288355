import { closesCircle, type Cover } from './holder.ts';
import { LONGEST_COVER_DAYS } from './rules.ts';

export type NewCover = Readonly<{
  /** To save again one that a file brings twice. */
  id?: string | undefined;
  /** Who is away: exactly one of these two. */
  absentId?: string | null | undefined;
  /** Or the one child it is for. */
  childId?: string | null | undefined;
  coverId: string;
  /** ISO times; it holds from the first and no longer at the second. */
  fromAt: string;
  toAt: string;
  reason: string;
}>;

/**
 * What is wrong with a cover, as field and reason, or null: `absentId` `one-of`, `toAt` `order` or `too-long`,
 * `coverId` `self` or `circle`. `others` are the covers of the same time. An absence that a file brings (`imported`)
 * has its own end.
 */
export function faultOf(cover: NewCover, others: readonly Cover[], imported: boolean): Record<string, string> | null {
  if (Boolean(cover.absentId) === Boolean(cover.childId)) return { absentId: 'one-of' };
  if (cover.toAt <= cover.fromAt) return { toAt: 'order' };
  const longest = Date.parse(cover.fromAt) + LONGEST_COVER_DAYS * 24 * 3600_000;
  if (!imported && Date.parse(cover.toAt) > longest) return { toAt: 'too-long' };
  if (!cover.absentId) return null;
  if (cover.absentId === cover.coverId) return { coverId: 'self' };
  return closesCircle(
    cover.absentId,
    cover.coverId,
    others.filter((other) => other.id !== cover.id)
  )
    ? { coverId: 'circle' }
    : null;
}

/** When a cover that somebody takes for one child ends. */
export const endOfTaken = (now: Date) => new Date(now.getTime() + LONGEST_COVER_DAYS * 24 * 3600_000).toISOString();
