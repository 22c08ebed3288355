import { closesCircle, type Cover } from './holder.ts';
import { LONGEST_CLIMBED_DAYS, LONGEST_COVER_DAYS, LONGEST_WORRY_HOURS } from './rules.ts';

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

/** The reason of a cover by which somebody at the desk took a child whom nobody had. */
export const TAKEN = 'taken-from-desk';

/** The reason of a cover by which one named person took over a worry that waited unopened. */
export const WORRY = 'worry-taken-over';

/** The reason of a cover by which somebody at the desk took a child whose IRO or cover left something unopened for long. */
export const CLIMBED = 'climbed-to-desk';

/** How long each of them has the child at most, in hours. */
const longestHours = { [TAKEN]: LONGEST_COVER_DAYS * 24, [WORRY]: LONGEST_WORRY_HOURS, [CLIMBED]: LONGEST_CLIMBED_DAYS * 24 };
export type TakingReason = keyof typeof longestHours;

/** When such a cover ends: on the day the child's next IRO starts, when that is known and sooner than the longest it may be. */
export function endOfTaken(now: Date, nextIroFrom: string | null, reason: TakingReason = TAKEN): string {
  const longest = new Date(now.getTime() + longestHours[reason] * 3600_000).toISOString();
  const sooner = nextIroFrom === null ? longest : startOfDay(nextIroFrom);
  return sooner < longest ? sooner : longest;
}

/** The instant at which a day begins in the United Kingdom, as UTC ISO text. */
export function startOfDay(day: string): string {
  const midnight = new Date(`${day}T00:00:00Z`);
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' }).format(
    midnight
  );
  return new Date(midnight.getTime() - Number(hour) * 3_600_000).toISOString();
}

/** From when on somebody really stands in, or is on duty: it may be put down when it has begun. */
export const beganAt = ({ fromAt, madeAt }: { fromAt: string; madeAt: string }): string => (fromAt > madeAt ? fromAt : madeAt);
