import { lastDayOf } from '#lib/routing/away.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { ages, type Morning } from './morning.ts';
import { agoInWords, asHeading, cameInWords, momentInWords, reviewInWords, shortName } from './wording.ts';

/** The manager's morning in words: each table as rows of finished text. */
export function morningInWords(words: Words, found: Morning, now: Date) {
  const day = (of: string) => dayInWords(words.language, of, now);
  return {
    proof: proofInWords(words, found, now),
    worries: found.worries.map((row) => worryInWords(words, row, now)),
    unopened: found.unopened
      .map((count, at) => ({ code: String(ages[at] ?? 'more'), count }))
      .map(({ code, count }) => ({
        what: words.t(`morning:age.${code}`),
        count
      })),
    overdue: found.overdue.map((row) => ({ id: row.itemId, child: shortName(row), by: day(row.by), who: row.holder })),
    advocates: words.t('morning:advocates', found.advocates),
    notAsked: found.notAsked.map((row) => ({
      id: row.childId,
      child: shortName(row),
      when: asHeading(reviewInWords(words, row, now)),
      who: row.holder
    })),
    byIro: found.byIro.map((row) => ({ ...row, id: row.staffId, state: stateInWords(words, row, now) }))
  };
}

type Iro = Morning['byIro'][number];

function stateInWords(words: Words, { away, left }: Iro, now: Date): string {
  if (left) return words.t('morning:left');
  if (away === null) return words.t('morning:here');
  const day = dayInWords(words.language, lastDayOf(away.until), now);
  return away.cover === null ? words.t('morning:awayDesk', { day }) : words.t('morning:awayUntil', { day, cover: away.cover });
}

function worryInWords(words: Words, row: Morning['worries'][number], now: Date) {
  const values = {
    child: shortName(row),
    name: row.had ?? '',
    person: row.holder ?? '',
    when: agoInWords(words, row.sentAt, now)
  };
  const opened = row.opened ? 'worryOpened' : 'worryNobody';
  return {
    id: row.requestId,
    loud: row.had === null,
    line: words.t(`morning:${row.had === null ? opened : 'worryHad'}`, values),
    detail: words.t(row.holder === null ? 'morning:worryDesk' : 'morning:worryWith', values),
    href: row.mayOpen ? `/staff/requests/${row.requestId}` : null
  };
}

function proofInWords(words: Words, { proof, provedAt, without }: Morning, now: Date) {
  const { items, withoutReader, emptyDesks } = proof;
  const bad = withoutReader > 0;
  return {
    bad,
    line: bad
      ? words.t('morning:proof.bad', { count: withoutReader, all: items })
      : words.t('morning:proof.good', { count: items }),
    kept:
      provedAt === null
        ? words.t('morning:proof.never')
        : words.t('morning:proof.kept', { when: momentInWords(words, provedAt, now) }),
    rows: without.map(({ itemId, called, lastInitial, cameAt }) => {
      const came = cameInWords(words, cameAt, now);
      const child = called === null ? null : shortName({ called, lastInitial });
      return {
        id: itemId,
        line: child === null ? words.t('morning:proof.nobody', { came }) : words.t('morning:proof.child', { child, came })
      };
    }),
    desks: emptyDesks.map((code) => words.t(`morning:proof.desk.${code}`))
  };
}
