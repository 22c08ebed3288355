import { whenInWords } from '#lib/home/when.ts';
import { linesOf } from '#lib/journeys/render.ts';
import { kinds } from '#lib/requests/kinds.ts';
import type { AskedForChild, GivenAnswer, OwnAsked } from '#lib/requests/request.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Values, Words } from '#locales/words.ts';
import type { Step } from '#ui/Steps.svelte';
import { askedAs } from './adult-way.ts';

/** What an adult asked for, as a line of their list. */
export function askedLine(words: Words, asked: AskedForChild, now: Date, values: Values = {}) {
  const name = asked.answered?.name ?? asked.openings[0]?.name ?? '';
  return {
    id: asked.id,
    title: askedTitle(words, asked, values),
    when: words.t('views:asking.line', { when: whenInWords(words, asked.sentAt, now) }),
    state: words.t(`views:asking.state.${asked.status}`, { name }),
    unseen: asked.answered?.unseen === true ? words.t('views:asking.new') : null
  };
}

export const askedTitle = (words: Words, { kind }: Pick<AskedForChild, 'kind'>, values: Values = {}): string =>
  words.t(`views:asking.way.${kinds[kind].page}`, values);

/** Where it stands, step by step, with name and day. */
export function askedSteps(words: Words, asked: AskedForChild, now: Date): Step[] {
  const t = (key: string, values = {}) => words.t(`views:asking.${key}`, values);
  const when = (at: string) => whenInWords(words, at, now);
  const sent: Step = { state: 'done', icon: 'pencil', title: t('stepSent'), detail: when(asked.sentAt) };
  const opened = asked.openings.map(({ name, at }): Step => ({
    state: 'done',
    icon: 'eye',
    title: t('stepOpened', { name }),
    detail: when(at)
  }));
  const seen: Step[] = opened.length > 0 ? opened : [{ state: 'now', icon: 'eye', title: t('stepNotOpened') }];
  if (asked.answered) {
    const { name, at } = asked.answered;
    return [sent, ...seen, { state: 'now', icon: 'speech', title: t('stepAnswered', { name }), detail: when(at) }];
  }
  const detail = asked.answerBy ? t('stepBy', { day: dayInWords(words.language, asked.answerBy, now) }) : t('stepSoon');
  return [sent, ...seen, { state: 'later', icon: 'speech', title: t('stepAnswer'), detail }];
}

/** An answer as whoever asked reads it: yes, partly, not yet (by when) or no, and the reason. */
export const answerInWords = (words: Words, answer: GivenAnswer, now: Date) => ({
  id: answer.id,
  name: answer.name,
  label: words.t(`views:asking.outcome.${answer.outcome}`),
  when: whenInWords(words, answer.at, now),
  text: answer.text,
  byOn: answer.byOn ? words.t('views:asking.byOn', { day: dayInWords(words.language, answer.byOn, now) }) : null
});

/** One thing an adult asked for, whole: where it stands, their own words while they are shown, and the answers. */
export const askedWhole = (words: Words, own: OwnAsked, now: Date, values: Values = {}) => ({
  id: own.id,
  title: askedTitle(words, own, values),
  steps: askedSteps(words, own, now),
  said: own.said?.map(({ asked, answer }) => ({ ...askedAs(asked), text: linesOf(asked, answer).join('\n') })) ?? null,
  answers: own.answers.map((answer) => answerInWords(words, answer, now))
});
