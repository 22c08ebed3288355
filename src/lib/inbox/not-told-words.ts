import type { NotToldLine, NotToldSince } from '#lib/not-told/not-told.ts';
import { standsStillSince, type OutboxState } from '#lib/notify/standing.ts';
import type { Words } from '#locales/words.ts';
import type { SpokenRow } from './inbox-words.ts';
import { agoInWords, asHeading, momentInWords, shortName } from './wording.ts';

const whyInWords = (words: Words, { reason, way }: NotToldSince): string => words.t(`not-told:why.${reason}.${way}`);

const nameOf = (words: Words, { name }: NotToldLine): string => (name === '' ? words.t('ring-back:unnamed') : name);

/** Somebody who could not be told, as a row of the inbox. */
export function notToldRow(words: Words, line: NotToldLine, now: Date): SpokenRow {
  const why = whyInWords(words, line);
  return {
    id: line.id,
    href: `/staff/not-told#${line.id}`,
    name: nameOf(words, line),
    age: null,
    unread: true,
    urgent: false,
    due: agoInWords(words, line.firstAt, now),
    line: line.child
      ? words.t('not-told:row.contact', { child: shortName(line.child), why })
      : words.t('not-told:row.worker', { why }),
    tags: [],
    open: words.t('not-told:open')
  };
}

/** The pane beside the list, when nothing else waits. */
export const notToldFirst = (words: Words, line: NotToldLine, now: Date) => ({
  ...notToldRow(words, line, now),
  heading: words.t('not-told:group'),
  ago: asHeading(agoInWords(words, line.firstAt, now)),
  day: null,
  opening: words.t('not-told:opening')
});

/** The same on the page where something is done about it. */
export const notToldInWords = (words: Words, line: NotToldLine, now: Date) => ({
  id: line.id,
  name: nameOf(words, line),
  who: line.child ? words.t('not-told:around', { child: shortName(line.child) }) : words.t('not-told:works'),
  why: whyInWords(words, line),
  since: words.t('not-told:since', { when: momentInWords(words, line.firstAt, now) }),
  times: words.t('not-told:times', { count: line.times }),
  phone: line.phone,
  page: line.child ? `/staff/children/${line.child.id}/people/${line.personId}` : `/staff/workers/${line.personId}`
});

/** What the page of somebody says when post does not reach them. */
export const notToldOnPage = (words: Words, since: NotToldSince, now: Date) => ({
  title: words.t('not-told:onPage'),
  text: `${whyInWords(words, since)} ${words.t('not-told:since', { when: momentInWords(words, since.firstAt, now) })}`
});

/** What stands above every page of those who must know that post stands still; null: it does not. */
export function alarmInWords(words: Words, state: OutboxState, now: Date) {
  const since = standsStillSince(state, now);
  const go = words.t('not-told:alarm.go');
  if (since !== null)
    return {
      title: words.t('not-told:alarm.late'),
      text: words.t('not-told:alarm.lateText', { when: momentInWords(words, since, now) }),
      go
    };
  if (state.dead === 0) return null;
  return { title: words.t('not-told:alarm.given'), text: words.t('not-told:alarm.givenText', { count: state.dead }), go };
}
