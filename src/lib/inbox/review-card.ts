import type { NextReview } from '#lib/reviews/review.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { asHeading, reviewInWords } from './wording.ts';

/** A child's next review in words: the day the source gives, the latest lawful one beside it, and what is wrong with it. */
export type ReviewCard = Readonly<{ away: string; day: string; latest: string; flag: string | null; lastHeld: string | null }>;

export function reviewCard(words: Words, review: NextReview, now: Date): ReviewCard {
  const day = (on: string) => dayInWords(words.language, on, now);
  const flag = review.overdue ? 'overdue' : review.late ? 'late' : null;
  return {
    away: asHeading(reviewInWords(words, { reviewOn: review.on ?? review.latestLawful, reviewGiven: review.on !== null }, now)),
    day: review.on ? day(review.on) : words.t('staff:review.noDay'),
    latest: review.latestLawful
      ? words.t('staff:review.latest', { day: day(review.latestLawful) })
      : words.t('staff:review.latestUnknown'),
    flag: flag && words.t(`staff:review.${flag}`),
    lastHeld: review.heldLast && words.t('staff:review.lastHeld', { day: day(review.heldLast) })
  };
}
