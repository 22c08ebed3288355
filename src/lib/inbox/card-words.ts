import type { Burst } from '#lib/sign-in/secrets/secret.ts';
import { cardReasons } from '#lib/sign-in/cards/card.ts';
import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { CardsSheet } from './cards.server.ts';

/** What a sentence about a card needs: the words, the moment, and who the child is. */
export type About = Readonly<{ words: Words; now: Date; name: string }>;

const say = ({ words, name }: About, key: string, values = {}) => words.t(`card-desk:${key}`, { name, ...values });
const dayAt = ({ words, now }: About, at: string) => dayInWords(words.language, at.slice(0, 10), now);
const timeAt = ({ words }: About, at: string) => timeInWords(words.language, at);

/** The card, a sentence each: made, why, ended, opened first and by whom that was checked. */
export function cardLines(about: About, { card, names }: CardsSheet): string[] {
  if (card === null) return [say(about, 'none')];
  const who = names.get(card.madeBy);
  const made = say(about, who === undefined ? 'madeAtKeyboard' : 'made', { day: dayAt(about, card.madeAt), who: who ?? '' });
  const why = card.reason === null ? [] : [`${say(about, `reasons.${card.reason}`)}.`];
  if (card.endedAt !== null) return [made, ...why, say(about, 'ended', { day: dayAt(about, card.endedAt) })];
  if (card.firstUsed === null) return [made, ...why, say(about, 'notUsed')];
  const { at, by } = card.firstUsed;
  const opened = say(about, `firstUsed.${by ?? 'unknown'}`, { day: dayAt(about, at), time: timeAt(about, at) });
  return [made, ...why, opened, ...checkedLine(about, card.checked, names)];
}

const checkedLine = (about: About, checked: { at: string; by: string } | null, names: ReadonlyMap<string, string>): string[] =>
  checked === null ? [] : [say(about, 'checked', { day: dayAt(about, checked.at), who: names.get(checked.by) ?? '' })];

/** The PIN or the pictures, a sentence each. */
export function secretLines(about: About, { secret }: CardsSheet): string[] {
  if (secret === null) return [say(about, 'noSecret')];
  const set = say(about, `secretSet.${secret.kind}`, { day: dayAt(about, secret.setAt), time: timeAt(about, secret.setAt) });
  return secret.pace === 'usual' ? [set] : [set, say(about, `pace.${secret.pace}`)];
}

/** "Tried 12 times on Tuesday in the evening": the quiet note. */
export const burstLines = (about: About, bursts: readonly Burst[]): string[] =>
  bursts.map(({ day, part, tries }) => say(about, `burst.${part}`, { count: tries, day: dayAt(about, day) }));

/** Why a new card is needed, to choose from. */
export const reasonsToChoose = (about: About) => cardReasons.map((value) => ({ value, label: say(about, `reasons.${value}`) }));

/** What is asked for and by whom, and whether the reader may say yes to it. */
export const asksInWords = (about: About, { asks, may }: CardsSheet) =>
  asks.map((ask) => {
    const values = { who: ask.who, reason: say(about, `reasons.${ask.reason}`), day: dayAt(about, ask.askedAt) };
    const key = ask.mine ? (ask.approved ? 'approved' : 'asked') : ask.approved ? 'waitingApproved' : 'waiting';
    return {
      id: ask.id,
      text: say(about, key, values),
      yes: !ask.mine && !ask.approved && may.has('card.decide') ? say(about, 'yes', values) : null,
      make: ask.mine && ask.approved && may.has('card.make-asked')
    };
  });
