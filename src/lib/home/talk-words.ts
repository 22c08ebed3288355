import type { Offered, OwnTalk } from '#lib/talks/talk.ts';
import { clockInWords, dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { whenInWords } from './when.ts';

/** Where a child's talk stands, in sentences: `today` is `YYYY-MM-DD`, UK time. */
export type TalkSaid = Readonly<{
  lines: readonly string[];
  /** The IRO's word beside it; null: none, or hidden here. */
  word: string | null;
  /** Times that are offered and still to come; `time`: as it is posted (`readTime`). */
  offered: readonly Readonly<{ time: string; label: string }>[];
  /** It may be changed, or called off. */
  open: boolean;
}>;

/** How long a talk that has been stays on the start page, in days. */
const STAYS_DAYS = 7;

/** Null: nothing of it is to be said on this device, or it is long over. */
export function talkInWords(words: Words, talk: OwnTalk | null, now: Date, today: string): TalkSaid | null {
  if (talk === null || (talk.status === 'talked' && (talk.on ?? '') < daysBefore(today, STAYS_DAYS))) return null;
  const lines = linesOf(words, talk, now, today);
  if (lines.length === 0) return null;
  const day = (on: string) => dayInWords(words.language, on, now);
  const offered = stillOffered(talk, today).map(({ on, at }) => ({
    time: `${on} ${at}`,
    label: words.t('meet:talk.take', { day: day(on), time: clockInWords(words.language, at) })
  }));
  const word = talk.stale
    ? null
    : talk.status === 'offered'
      ? (talk.offer?.word ?? null)
      : talk.status === 'set'
        ? (talk.set?.word ?? null)
        : null;
  return { lines, word, offered, open: talk.status !== 'talked' && talk.status !== 'off' };
}

/** What can be taken yet: of somebody who is there for this child, on a day that is not over. */
const stillOffered = ({ stale, offer }: OwnTalk, today: string): readonly Offered[] =>
  stale ? [] : (offer?.times ?? []).filter(({ on }) => on >= today);

const daysBefore = (today: string, days: number): string =>
  new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);

function linesOf(words: Words, talk: OwnTalk, now: Date, today: string): string[] {
  const { status, by: name, on } = talk;
  const day = on === null ? '' : dayInWords(words.language, on, now);
  const t = (key: string, values = {}) => words.t(`meet:line.${key}`, { name, day, ...values });
  if (talk.stale) return [t(on === null ? 'staleNoDay' : 'stale')];
  if (status === 'asked') return [t('asked'), openedLine(words, talk, now)];
  if (status === 'offered') return [t(offeredKey(talk, today))];
  if (status === 'set') return [setLine(words, talk, day, today)];
  // That a child said no is what they said.
  if ((status === 'not-now' || status === 'off') && talk.shown === 'hidden') return [];
  return [t(status)];
}

function offeredKey(talk: OwnTalk, today: string): string {
  if (talk.shown === 'hidden') return 'offeredHidden';
  return talk.offer !== null && stillOffered(talk, today).length === 0 ? 'offeredPast' : 'offered';
}

function openedLine(words: Words, { opened }: OwnTalk, now: Date): string {
  if (!opened) return words.t('meet:line.notOpened');
  const key = opened.standingIn ? 'openedStandingIn' : 'opened';
  return words.t(`meet:line.${key}`, { name: opened.name, when: whenInWords(words, opened.at, now) });
}

/** With the hour and the way where they may be shown; without them, that there is a talk and its day. */
function setLine(words: Words, { set, by: name, on }: OwnTalk, day: string, today: string): string {
  if (on !== null && on < today) return words.t('meet:line.setPast', { name, day });
  if (set === null) return words.t('meet:line.setHidden', { name, day });
  return words.t(`meet:line.set.${set.way}`, { name, day, time: clockInWords(words.language, set.at) });
}

/** What a child picked, as their own page says it back. */
export function pickedInWords(words: Words, talk: OwnTalk | null, now: Date) {
  const picked = talk?.picked;
  if (!picked || talk.status === 'off' || talk.status === 'not-now') return null;
  const times = picked.times.map(({ on, part }) =>
    words.t('meet:talk.timeOn', {
      day: dayInWords(words.language, on, now),
      part: words.t(part === null ? 'meet:talk.anyPart' : `meet:talk.parts.${part}`)
    })
  );
  return {
    way: words.t(`meet:talk.ways.${picked.way}`),
    times: times.length > 0 ? times : [words.t('meet:talk.anyTimes')],
    where: picked.where
  };
}
