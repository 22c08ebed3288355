import { dayOf } from '#lib/context.ts';
import type { SecretState } from '#lib/sign-in/secrets/secrets.server.ts';
import { beside } from '#locales/beside.ts';
import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';

/** Waits shorter than this many seconds are over before anybody has typed again. */
const worthARest = 5;
const countTo = 60;

/** What the page says that stands in the place of the secret's while it must not be tried; null: it may. */
export function restInWords(words: Words, state: SecretState, next: string) {
  const { before, wait, waitUntil } = state;
  if (before === null && wait <= worthARest) return null;
  const t = (key: string, values = {}) => words.t(`waiting:${key}`, values);
  const until =
    waitUntil === null
      ? []
      : [wait <= countTo ? t('count', { number: wait }) : t('at', { time: timeInWords(words.language, waitUntil) })];
  const later = { action: '/sign-in/secret?/later', text: t('writeText'), label: t('write') };
  if (before === 'off') return { title: t('offTitle'), lines: [t('offText')], onward: null, later };
  const here = { to: `/sign-in/secret?next=${next}`, label: t('again') };
  if (before === null) return { title: t('title'), lines: [t('text'), ...until], onward: here, later };
  const card = { to: '/', label: t('cardGo') };
  if (until.length > 0) return { title: t('title'), lines: [t('text'), ...until, t('thenCard')], onward: card, later };
  return { title: t('cardTitle'), lines: [t('cardText')], onward: card, later };
}

/** That a new card was made, and whom to tell who knows nothing of it; null where there is nothing to tell. */
export function newCardInWords(words: Words, { newCard }: SecretState, now: Date) {
  if (newCard === null) return null;
  const on = dayOf(new Date(newCard));
  const [day, inEnglish] = [words.language, 'en'].map((language) => dayInWords(language, on, now));
  return {
    made: beside(words, 'waiting:newCard', { day: day ?? on }, { day: inEnglish ?? on }),
    ask: beside(words, 'waiting:newCardAsk')
  };
}
