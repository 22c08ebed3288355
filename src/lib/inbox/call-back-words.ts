import type { CallBackLine, CallBackSheet } from '#lib/call-backs/call-back.ts';
import { callBackFields } from '#lib/call-backs/call-back.ts';
import { dayOf } from '#lib/context.ts';
import { dayInWords, weekdaysInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { SpokenRow } from './inbox-words.ts';
import type { RowTag } from './tags.ts';
import { agoInWords, asHeading, cameInWords, isLate, momentInWords } from './wording.ts';

/** By when somebody was promised to be rung: "ring by Thursday". A day is `YYYY-MM-DD`. */
export function ringByInWords(words: Words, by: string, now: Date): string {
  const away = Math.round((Date.parse(by) - Date.parse(dayOf(now))) / 86_400_000);
  if (away === 0) return words.t('ring-back:dueToday');
  if (away === 1) return words.t('ring-back:dueTomorrow');
  if (away < 0) return words.t('ring-back:duePast', { count: -away });
  // Sunday is 7 among ISO weekdays. It is two working days at most, so the weekday says which.
  return words.t('ring-back:dueOn', { day: weekdaysInWords(words.language, String(new Date(by).getUTCDay() || 7)) });
}

/** Somebody to ring back, as a row of the inbox. */
export function callBackInWords(words: Words, line: CallBackLine, now: Date): SpokenRow {
  const tags: (RowTag | false)[] = [
    isLate(line.ringBy, now) && { label: words.t('ring-back:late'), icon: 'calendar', tone: 'amber' },
    line.language !== 'en' && { label: words.t('staff:tags.interpreter'), icon: 'speech', tone: 'amber' },
    line.openedBy !== null && { label: words.t('staff:tags.openedBy', { name: line.openedBy }), icon: 'eye', tone: 'grey' }
  ];
  const tried = line.tries > 0 ? [words.t('ring-back:tries', { count: line.tries })] : [];
  return {
    id: line.id,
    href: `/staff/call-backs/${line.id}`,
    name: line.name ?? words.t('ring-back:unnamed'),
    age: null,
    unread: line.unread,
    urgent: false,
    due: ringByInWords(words, line.ringBy, now),
    line: [words.t('ring-back:line', { came: asHeading(cameInWords(words, line.sentAt, now)) }), ...tried].join(' '),
    tags: tags.filter((tag) => tag !== false),
    open: words.t('ring-back:open')
  };
}

/** The pane beside the list, when nothing of a child waits: who is to be rung first. */
export const callBackFirst = (words: Words, line: CallBackLine, now: Date) => ({
  ...callBackInWords(words, line, now),
  heading: asHeading(ringByInWords(words, line.ringBy, now)),
  ago: asHeading(agoInWords(words, line.sentAt, now)),
  day: dayInWords(words.language, line.ringBy, now),
  opening: words.t('ring-back:opening')
});

/** What somebody says, field by field, in the order it was asked. */
export const saidFields = (words: Words, said: NonNullable<CallBackSheet['said']>) =>
  callBackFields.map((name) => ({
    name,
    label: words.t(`ring-back:fields.${name}`),
    text: said[name],
    number: name === 'phone'
  }));

/** Each time somebody rang, in words. */
export const triesInWords = (words: Words, tries: CallBackSheet['tries'], now: Date) =>
  tries.map(({ id, outcome, note, by, at }) => ({
    id,
    outcome: words.t(`ring-back:outcomesBy.${outcome}`),
    by: words.t('ring-back:saidBy', { name: by, when: momentInWords(words, at, now) }),
    note: note ?? words.t('ring-back:damaged')
  }));
