import { linesOf } from '#lib/journeys/render.ts';
import type { OwnAnswer, OwnLine, OwnWritten } from '#lib/messages/message.ts';
import type { Waiting } from '#lib/messages/waiting.server.ts';
import { besideEach } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { whenInWords } from './when.ts';

/** Which code of the forms is the words themselves; the rest stands under them, small. */
const words_ = ['write-words', 'about-write'];

/** One line of what was written and answered, in words. */
export type SpokenLine = ReturnType<typeof lineInWords>;

/**
 * What somebody wrote or was answered, as their own page shows it: `part` is the part of the words (`write:list` for a child,
 * `write-about:list` for an adult). Nothing in it says that they have read an answer.
 */
export const lineInWords = (words: Words, part: string, line: OwnLine, now: Date) =>
  line.by === 'me' ? writtenInWords(words, part, line, now) : answerInWords(words, part, line, now);

/** Something a child wrote that nobody has answered yet, as a line of their start page: it leads to the page of messages. */
export function waitingLine(words: Words, { id, at, opened }: Waiting, now: Date) {
  const when = (at: string) => whenInWords(words, at, now);
  const key = opened ? (opened.standingIn ? 'openedCover' : 'opened') : 'notOpened';
  return {
    ...{ id, href: '/me/write#list', unseen: null },
    title: words.t('write:list.you'),
    when: words.t('ask:state.when', { when: when(at) }),
    state: words.t(`write:list.${key}`, opened ? { name: opened.name, when: when(opened.at) } : {})
  };
}

function writtenInWords(words: Words, part: string, line: OwnWritten, now: Date) {
  const t = (key: string, values = {}) => words.t(`${part}.${key}`, values);
  const said = (line.said ?? []).map(({ asked, answer }) => ({
    code: asked.code,
    question: asked.question,
    language: asked.language,
    text: linesOf(asked, answer).join('\n')
  }));
  return {
    by: line.by,
    id: line.id,
    title: t('you'),
    when: whenInWords(words, line.at, now),
    shown: line.shown,
    damaged: line.shown === 'open' && line.said === null,
    text: said.find(({ code }) => words_.includes(code)) ?? null,
    besides: said.filter(({ code }) => !words_.includes(code)),
    states: statesOf(words, part, line, now),
    late: line.late ? lateInWords(words, part, line, now) : null
  };
}

/** Where it stands, a sentence each: read from what happened. */
function statesOf(words: Words, part: string, { opened, answered, answerBy, late, copy }: OwnWritten, now: Date): string[] {
  const t = (key: string, values = {}) => words.t(`${part}.${key}`, values);
  const when = (at: string) => whenInWords(words, at, now);
  const seen = opened
    ? t(opened.standingIn ? 'openedCover' : 'opened', { name: opened.name, when: when(opened.at) })
    : t('notOpened');
  const copied = copy?.opened
    ? [t('copyOpened', { name: copy.opened.name, when: when(copy.opened.at) })]
    : copy
      ? [t('copied')]
      : [];
  if (answered) return [seen, ...copied, t('answered', { name: answered.name, when: when(answered.at) })];
  const promised = answerBy && !late ? [t('by', { day: dayInWords(words.language, answerBy, now) })] : [];
  return [seen, ...copied, ...promised];
}

/** That it is late, and whom the child told of that. */
function lateInWords(words: Words, part: string, { answerBy, told }: OwnWritten, now: Date) {
  const t = (key: string, values = {}) => words.t(`${part}.${key}`, values);
  return {
    text: answerBy === null ? t('lateHidden') : t('late', { day: dayInWords(words.language, answerBy, now) }),
    told: told.map(({ to, at, opened }) => ({
      to,
      text: [
        t(`told.${to}`, { when: whenInWords(words, at, now) }),
        opened ? t('toldOpened', { name: opened.name }) : t('toldNotOpened')
      ].join(' ')
    }))
  };
}

const answerInWords = (words: Words, part: string, line: OwnAnswer, now: Date) => ({
  by: line.by,
  id: line.id,
  title: words.t(`${part}.answer`, { name: line.name }),
  staffId: line.staffId,
  when: whenInWords(words, line.at, now),
  shown: line.shown,
  text: line.text,
  unseen: line.unseen ? words.t(`${part}.new`) : null
});

/** What the page says while somebody who wants an answer today is shown help first. */
export const helpInWords = (words: Words) =>
  besideEach(words, 'write:help', ['title', 'lead', 'dangerTitle', 'office', 'outOfHours', 'notSafe', 'then']);
