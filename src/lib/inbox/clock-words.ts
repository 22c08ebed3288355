import { dayOf } from '#lib/context.ts';
import { complaintClock } from '#lib/requests/complaint-clock.ts';
import { kinds } from '#lib/requests/kinds.ts';
import type { RequestForStaff } from '#lib/requests/request.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';

type Reader = Readonly<{ words: Words; now: Date; name: string }>;

/** What the law's clock says of a request, in lines; null where it says nothing of it. Both days of a complaint stand always. */
export function clockInWords(request: RequestForStaff, { words, now, name }: Reader): readonly string[] | null {
  const { answerIn, outcomes } = kinds[request.kind];
  const day = (on: string) => dayInWords(words.language, on, now);
  const promised = request.answerBy === null ? '' : day(request.answerBy);
  if (answerIn === 'acknowledged') return [words.t('staff:asked.clockAcknowledge', { day: promised })];
  if (answerIn !== null && 'months' in answerIn) return [words.t('staff:asked.clockMonth', { day: promised })];
  if (!outcomes.includes('more-time')) return null;
  const { answerBy, latestBy } = complaintClock(dayOf(new Date(request.sentAt)));
  const passed = request.answers.length === 0 && dayOf(now) > latestBy ? [words.t('staff:asked.clockPassed')] : [];
  return [
    words.t('staff:asked.clockTen', { day: day(answerBy) }),
    words.t('staff:asked.clockTwenty', { day: day(latestBy), name }),
    ...passed
  ];
}

/** That an advocate was offered with it, and what the child said to that; null where none is. */
export function advocateInWords({ kind, said }: RequestForStaff, { words, name }: Reader): string | null {
  const { besides } = kinds[kind];
  if (besides === undefined) return null;
  const answer = said?.find(({ asked }) => asked.code === besides)?.answer.value;
  const key = answer === 'yes' || answer === 'no' ? answer : 'none';
  return `${words.t('staff:asked.advocateOffered')} ${words.t(`staff:asked.advocateSaid.${key}`, { name })}`;
}

/** Why this is here, when it comes of something else. */
export function followsInWords({ follows }: RequestForStaff, { words, name }: Reader): string | null {
  if (follows === null) return null;
  return words.t(follows === 'complaint' ? 'staff:asked.besideComplaint' : 'staff:asked.handedBack', { name });
}

/** What somebody of the team does who rings the advocacy service, with its number; null for everything else. */
export const ringInWords = ({ readers, waiting }: RequestForStaff, number: string | null, { words, name }: Reader) =>
  readers === 'ringing' && waiting
    ? {
        title: words.t('staff:asked.ringTitle'),
        text: words.t('staff:asked.ringText', { name }),
        number,
        call: number === null ? words.t('staff:asked.ringNoNumber') : words.t('staff:asked.ringNumber', { number })
      }
    : null;
