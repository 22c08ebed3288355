import type { TalkFacts, TalkForStaff } from '#lib/talks/talk.ts';
import { clockInWords, dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { SpokenRow } from './inbox-words.ts';
import type { HelloRow, TalkRow } from './row.ts';
import { tagsOf } from './tags.ts';
import { isLate, shortName } from './wording.ts';

const dayOr = (words: Words, on: string | null, now: Date): string => (on === null ? '' : dayInWords(words.language, on, now));

/** When it is needed, or was. */
function dueInWords(words: Words, by: string | null, now: Date): string {
  return by === null ? '' : words.t(`talk-desk:inbox.${isLate(by, now) ? 'overdue' : 'due'}`, { day: dayOr(words, by, now) });
}

/** A talk in the inbox: what is to be done next. */
export const talkRowInWords = (words: Words, row: TalkRow, now: Date): SpokenRow => ({
  id: row.itemId,
  href: `/staff/talks/${row.talkId}`,
  name: shortName(row),
  age: row.age,
  unread: row.unread,
  urgent: false,
  due: dueInWords(words, row.neededBy, now),
  line: words.t(`talk-desk:inbox.${lineOf(row)}`, { name: row.called, day: dayOr(words, row.on, now) }),
  tags: tagsOf(words, { ...row, late: false, overdue: row.waits && isLate(row.neededBy, now) }),
  open: words.t('talk-desk:inbox.open', { name: row.called })
});

const lineOf = ({ stale, status, waits }: TalkRow): string => (stale ? 'stale' : status === 'set' && waits ? 'came' : status);

/** A child who is new to their IRO. */
export const helloRowInWords = (words: Words, row: HelloRow, now: Date): SpokenRow => ({
  id: row.itemId,
  href: `/staff/children/${row.childId}#hello`,
  name: shortName(row),
  age: row.age,
  unread: false,
  urgent: false,
  due: dueInWords(words, row.neededBy, now),
  line: words.t('talk-desk:inbox.hello'),
  tags: tagsOf(words, { ...row, late: false, overdue: isLate(row.neededBy, now) }),
  open: words.t('talk-desk:inbox.helloOpen', { name: row.called })
});

/** Where a talk stands, in one sentence; `name`: the child. */
export function stateInWords(words: Words, talk: TalkFacts, name: string, now: Date): string {
  const day = dayOr(words, talk.on, now);
  const t = (key: string, values = {}) => words.t(`talk-desk:state.${key}`, { name, day, ...values });
  return t(talk.status === 'set' ? 'setDay' : talk.status);
}

/** A talk for whoever has the child: where it stands, and what was picked. */
export function talkDeskInWords(words: Words, talk: TalkForStaff, name: string, now: Date) {
  const { picked, set } = talk;
  const day = (on: string) => dayInWords(words.language, on, now);
  const way = (one: string) => words.t(`talk-desk:ways.${one}`);
  const times = (picked?.times ?? []).map(({ on, part }) =>
    words.t('talk-desk:time', { day: day(on), part: words.t(`talk-desk:parts.${part ?? 'any'}`) })
  );
  const state =
    talk.status === 'set' && set
      ? words.t('talk-desk:state.set', {
          day: dayOr(words, talk.on, now),
          time: clockInWords(words.language, set.at),
          way: way(set.way)
        })
      : stateInWords(words, talk, name, now);
  return {
    state,
    wants: picked && words.t('talk-desk:wants', { name, way: way(picked.way) }),
    times,
    where: picked?.where ?? null,
    // The first of the times that were picked, and the way: what the form begins with.
    first: { on: talk.on ?? picked?.times[0]?.on ?? '', at: set?.at ?? '', way: set?.way ?? picked?.way ?? 'phone' }
  };
}
