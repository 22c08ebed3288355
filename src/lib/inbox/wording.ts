import { dayOf } from '#lib/context.ts';
import { dayInWords, daysAgo, timeInWords, weekdaysInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';

/** A moment as one says it on a staff page: "today at 4:12 pm", "on Monday 8 June at 9:05 am". */
export function momentInWords(words: Words, at: string, now: Date): string {
  const [ago, time] = [daysAgo(at, now), timeInWords(words.language, at)];
  if (ago <= 0) return words.t('staff:when.today', { time });
  if (ago === 1) return words.t('staff:when.yesterday', { time });
  return words.t('staff:when.onDay', { day: dayInWords(words.language, dayOf(new Date(at)), now), time });
}

/** How long something has been there: "came in 6 days ago". */
export function cameInWords(words: Words, at: string, now: Date): string {
  const ago = daysAgo(at, now);
  if (ago <= 0) return words.t('staff:when.cameToday');
  return ago === 1 ? words.t('staff:when.cameYesterday') : words.t('staff:when.cameAgo', { count: ago });
}

/** How long ago, to the minute: "12 minutes ago". For what cannot wait. */
export function agoInWords(words: Words, at: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 60_000));
  if (minutes === 0) return words.t('staff:when.justNow');
  if (minutes < 60) return words.t('staff:when.minutesAgo', { count: minutes });
  if (minutes < 24 * 60) return words.t('staff:when.hoursAgo', { count: Math.floor(minutes / 60) });
  return words.t('staff:when.daysAgo', { count: Math.floor(minutes / (24 * 60)) });
}

/** When an answer is due: "answer due on Thursday" within a week, "answer due in 12 days" after that. */
export function dueInWords(words: Words, by: string, now: Date): string {
  const away = Math.round((Date.parse(by) - Date.parse(dayOf(now))) / 86_400_000);
  if (away === 0) return words.t('staff:asked.dueToday');
  if (away === 1) return words.t('staff:asked.dueTomorrow');
  if (away < 0) return words.t('staff:asked.duePast', { count: -away });
  if (away > 6) return words.t('staff:asked.dueInDays', { count: away });
  // Sunday is 7 among ISO weekdays.
  const weekday = String(new Date(by).getUTCDay() || 7);
  return words.t('staff:asked.dueOn', { day: weekdaysInWords(words.language, weekday) });
}

/** Whether the day of a promised answer has passed. */
export const isLate = (by: string | null, now: Date): boolean => by !== null && by < dayOf(now);

/**
 * How far off a review is: "review in 9 days" when the source gives its day, "review due within 9 days" when only the
 * clock says by when.
 */
export function reviewInWords(words: Words, review: { reviewOn: string | null; reviewGiven: boolean }, now: Date): string {
  if (review.reviewOn === null) return words.t('staff:review.unknown');
  const away = Math.round((Date.parse(review.reviewOn) - Date.parse(dayOf(now))) / 86_400_000);
  const key = (given: string, clock: string) => `staff:review.${review.reviewGiven ? given : clock}`;
  if (away === 0) return words.t(key('today', 'byToday'));
  if (away === 1) return words.t(key('tomorrow', 'byTomorrow'));
  return away > 0 ? words.t(key('inDays', 'byDays'), { count: away }) : words.t(key('past', 'byPast'), { count: -away });
}

/** The first letter large, where a sentence begins with a term of the council's. */
export const asHeading = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** A child as a list names them: what they are called and the first letter of the last name. */
export const shortName = (child: { called: string; lastInitial: string }): string =>
  child.lastInitial === '' ? child.called : `${child.called} ${child.lastInitial}.`;
