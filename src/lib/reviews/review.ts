import { latestLawful } from './clock.ts';
import type { Nation } from './nations.ts';

/** One review as the case system gives it. Days, or null where it does not say. */
export type Review = Readonly<{
  id: string;
  dueOn: string | null;
  plannedOn: string | null;
  heldOn: string | null;
  cancelled: boolean;
}>;

/** What is known about a child's next review. */
export type NextReview = Readonly<{
  reviewId: string | null;
  /** The day the source gives: the planned one, or else the due one. */
  on: string | null;
  /** The latest day the law allows, by the clock. */
  latestLawful: string | null;
  /** The given day is later than the latest lawful one. */
  late: boolean;
  /** The day (given, or else latest lawful) has passed and no review is on record. */
  overdue: boolean;
  /** When the last one was held. */
  heldLast: string | null;
}>;

/**
 * The day of the next review as a child may be told it. One that has passed without a meeting is no promise: better none
 * than a wrong one.
 */
export const comingOn = ({ on, latestLawful, overdue }: NextReview): string | null => (overdue ? null : (on ?? latestLawful));

/** Reads the next review off a child's reviews. Never stored: it changes with the day and with every import. */
export function nextOf(
  nation: Nation,
  child: { enteredCareOn: string | null; reviews: readonly Review[]; today: string }
): NextReview {
  const valid = child.reviews.filter((review) => !review.cancelled);
  const heldOn = valid.flatMap((review) => (review.heldOn ? [review.heldOn] : []));
  const heldLast = [...heldOn].sort().at(-1) ?? null;
  const next = pick(valid, heldLast, child.today);
  const on = next ? dayOfReview(next) : null;
  const latest = latestLawful(nation, { enteredCareOn: child.enteredCareOn, heldOn });
  const by = on ?? latest;
  return {
    reviewId: next?.id ?? null,
    on,
    latestLawful: latest,
    late: on !== null && latest !== null && on > latest,
    overdue: by !== null && by < child.today,
    heldLast
  };
}

const dayOfReview = (review: Review) => review.plannedOn ?? review.dueOn;

/** The earliest still to come; else the last that passed without being held; else one without a day. */
function pick(reviews: readonly Review[], heldLast: string | null, today: string): Review | null {
  const open = reviews.filter((review) => review.heldOn === null);
  const dated = open
    .flatMap((review) => {
      const day = dayOfReview(review);
      return day !== null && (heldLast === null || day > heldLast) ? [{ review, day }] : [];
    })
    .sort((one, other) => one.day.localeCompare(other.day) || one.review.id.localeCompare(other.review.id));
  const coming = dated.find(({ day }) => day >= today) ?? dated.at(-1);
  return coming?.review ?? open.find((review) => dayOfReview(review) === null) ?? null;
}
