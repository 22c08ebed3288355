import { kinds } from '#lib/requests/kinds.ts';
import type { RequestForStaff } from '#lib/requests/request.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { isLate } from './wording.ts';

type Reader = Readonly<{ words: Words; now: Date; name: string }>;

/** What the law's clock says of a request, in lines; null where it says nothing of it. Both days of a complaint stand always. */
function clockInWords(request: RequestForStaff, { words, now, name }: Reader): readonly string[] | null {
  const { answerIn } = kinds[request.kind];
  const { complaint } = request;
  const day = (on: string) => dayInWords(words.language, on, now);
  const promised = request.answerBy === null ? '' : day(request.answerBy);
  if (answerIn === 'acknowledged') return [words.t('staff:asked.clockAcknowledge', { day: promised })];
  if (answerIn !== null && 'months' in answerIn) return [words.t('staff:asked.clockMonth', { day: promised })];
  if (complaint === null) return null;
  const passed = request.waiting && isLate(complaint.latestBy, now) ? [words.t('staff:asked.clockPassed')] : [];
  return [
    words.t('staff:asked.clockTen', { day: day(complaint.answerBy) }),
    words.t('staff:asked.clockTwenty', { day: day(complaint.latestBy), name }),
    ...passed
  ];
}

/** That an advocate was offered with it, and what the child said to that; null where none is. */
function advocateInWords({ kind, said }: RequestForStaff, { words, name }: Reader): string | null {
  const { besides } = kinds[kind];
  if (besides === undefined) return null;
  const answer = said?.find(({ asked }) => asked.code === besides)?.answer.value;
  const key = answer === 'yes' || answer === 'no' ? answer : 'none';
  return `${words.t('staff:asked.advocateOffered')} ${words.t(`staff:asked.advocateSaid.${key}`, { name })}`;
}

/** Why this is here, when it comes of something else. */
function followsInWords({ follows }: RequestForStaff, { words, name }: Reader): string | null {
  if (follows === null) return null;
  return words.t(follows === 'complaint' ? 'staff:asked.besideComplaint' : 'staff:asked.handedBack', { name });
}

/** What somebody of the team does who rings the advocacy service, with its number; null for everything else. */
const ringInWords = ({ readers, waiting }: RequestForStaff, number: string | null, { words, name }: Reader) =>
  readers === 'ringing' && waiting
    ? {
        title: words.t('staff:asked.ringTitle'),
        text: words.t('staff:asked.ringText', { name }),
        number,
        call: words.t(number === null ? 'staff:asked.ringNoNumber' : 'staff:asked.ringNumber')
      }
    : null;

/** All of this for one request. */
export const mattersOf = (request: RequestForStaff, advocatePhone: string | null, reader: Reader) => ({
  clock: clockInWords(request, reader),
  offered: advocateInWords(request, reader),
  follows: followsInWords(request, reader),
  ring: ringInWords(request, advocatePhone, reader)
});
