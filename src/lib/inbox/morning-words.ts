import { lastDayOf } from '#lib/routing/away.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { ages, type Morning } from './morning.ts';
import { worryHref, worryInWords } from './needs-words.ts';
import { asHeading, cameInWords, momentInWords, reviewInWords, shortName } from './wording.ts';

/** The manager's morning in words: each table as rows of finished text. */
export function morningInWords(words: Words, found: Morning, now: Date) {
  const day = (of: string) => dayInWords(words.language, of, now);
  return {
    proof: proofInWords(words, found, now),
    had: found.had.map((row) => ({ id: row.requestId, ...worryInWords(words, row, now), href: worryHref(row) })),
    unopened: found.unopened
      .map((count, at) => ({ code: String(ages[at] ?? 'more'), count }))
      .map(({ code, count }) => ({
        what: words.t(`morning:age.${code}`),
        count
      })),
    overdue: found.overdue.map((row) => ({
      id: row.itemId,
      child: shortName(row),
      by: day(row.by),
      who: row.mine ? words.t('morning:overdueYours') : row.holder
    })),
    elsewhere: found.overdueElsewhere === 0 ? null : words.t('morning:overdueElsewhere', { count: found.overdueElsewhere }),
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

function proofInWords(words: Words, { proof, provedAt, without }: Morning, now: Date) {
  const { items, withoutReader } = proof;
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
    })
  };
}
