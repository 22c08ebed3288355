import { describe, expect, it } from 'vitest';
import { countsFew } from '#lib/ratings/counted-words.ts';
import { closeQuarter, type Group, type Waiting } from '#lib/ratings/grouping.ts';
import { EVER, offerOf, type Facts } from '#lib/ratings/offering.ts';
import { asQuarter, endOf, quarterOf, quartersBefore, quartersFrom, startOf, type Quarter } from '#lib/ratings/quarter.ts';
import { groupsIn, inBand, partsOf, peopleIn, release, type Asked } from '#lib/ratings/release.ts';
import { halfOf, itemsOf, wentWell } from '#lib/ratings/rating.ts';
import { mayBeWorry } from '#lib/ratings/worry-words.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import { askedOf, optionKeys, optionsOf } from '#lib/journeys/asked.ts';
import { BOX, rateForm, rateFormFor } from '#forms/rate.ts';
import { wordsFor } from '#locales/words.ts';

let ids = 0;
type How = Partial<Waiting['rating']> & { quarter?: Quarter; well?: boolean };
const one = ({ quarter = '2026Q3', well = true, ...rating }: How = {}): Waiting => ({
  id: String((ids += 1)),
  quarter,
  rating: { audience: 'child', about: 'sam', band: '12-17', answers: { listened: well ? 'always' : 'never' }, ...rating }
});
const many = (count: number, how: How = {}) => Array.from({ length: count }, () => one(how));
const year: Asked = { about: 'sam', audience: 'child', ending: '2026Q3', quarters: 4, half: 'all' };
const groupsOf = (waiting: Waiting[], closed: Quarter = '2026Q3', atLeast = 8): Group[] =>
  closeQuarter(waiting, closed, atLeast).map(({ group }) => group);
const saidOf = (waiting: Waiting[], asked: Partial<Asked> = {}, atLeast = 8) =>
  release(groupsOf(waiting, '2026Q3', atLeast), { ...year, ...asked }, atLeast)?.find(({ item }) => item === 'listened')?.said;

describe('a quarter', () => {
  it('is the quarter of a day, and counts back and on over years', () => {
    expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map(quarterOf)).toEqual([
      ...(['2026Q1', '2026Q1', '2026Q2', '2026Q4'] as const)
    ]);
    expect(quartersBefore('2026Q1', 1)).toBe('2025Q4');
    expect(quartersBefore('2026Q4', -2)).toBe('2027Q2');
    expect(quartersFrom('2025Q4', '2026Q2')).toEqual(['2025Q4', '2026Q1', '2026Q2']);
    expect(quartersFrom('2026Q2', '2026Q1')).toEqual([]);
    expect([startOf('2026Q4'), endOf('2026Q4'), endOf('2026Q1')]).toEqual(['2026-10-01', '2026-12-31', '2026-03-31']);
    expect(['2026Q1', '2026Q5', '', null].map(asQuarter)).toEqual(['2026Q1', null, null, null]);
  });
});

describe('a group', () => {
  it('is made of eight and not of seven; the setting moves it', () => {
    expect(groupsOf(many(7))).toEqual([]);
    expect(groupsOf(many(8))).toMatchObject([{ about: 'sam', from: '2026Q3', closed: '2026Q3', parts: [{ people: 8 }] }]);
    expect(groupsOf(many(5), '2026Q3', 5)).toHaveLength(1);
    expect(groupsOf(many(9), '2026Q3', 10)).toEqual([]);
  });

  it('gathers from four quarters and no more, never from the one that runs, each rating once', () => {
    const waiting = [...many(3, { quarter: '2025Q4' }), ...many(5), ...many(20, { quarter: '2026Q4' })];
    const [made, ...others] = closeQuarter(waiting, '2026Q3', 8);
    expect(others).toEqual([]);
    expect(made?.group).toMatchObject({ from: '2025Q4', closed: '2026Q3' });
    expect([...(made?.ids ?? [])].sort()).toEqual(
      waiting
        .slice(0, 8)
        .map(({ id }) => id)
        .sort()
    );
    expect(groupsOf([...many(3, { quarter: '2025Q3' }), ...many(5)])).toEqual([]);
  });

  it('keeps reviewers, children and adults apart', () => {
    expect(groupsOf([...many(4), ...many(4, { about: 'lee' })])).toEqual([]);
    expect(groupsOf([...many(4), ...many(4, { audience: 'adult', band: null })])).toEqual([]);
    expect(groupsOf([...many(8), ...many(8, { about: 'lee' })])).toHaveLength(2);
  });

  it('takes what is older than a year from several reviewers together, and from one alone never', () => {
    const old = { quarter: '2025Q2' } as const;
    expect(groupsOf(many(8, old))).toEqual([]);
    expect(groupsOf([...many(4, old), ...many(3, { ...old, about: 'lee' })])).toEqual([]);
    const [rest] = groupsOf([...many(4, old), ...many(4, { ...old, about: 'lee' })]);
    expect(rest).toMatchObject({ about: null, from: '2026Q3', closed: '2026Q3', parts: [{ half: null, people: 8 }] });
  });

  it('is told apart by age only when both halves are large enough', () => {
    expect(groupsOf([...many(8), ...many(7, { band: '8-11' })])).toMatchObject([{ parts: [{ half: null, people: 15 }] }]);
    const younger = [...many(5, { band: '8-11' }), ...many(3, { band: '4-7' })];
    expect(groupsOf([...many(8), ...younger])).toMatchObject([{ parts: [{ half: 'younger', people: 8 }, { half: 'older' }] }]);
    expect([halfOf('4-7'), halfOf('8-11'), halfOf('12-17'), halfOf(null)]).toEqual(['younger', 'younger', 'older', null]);
  });

  it('leaves out for good an item that fewer answered, skipped or were not sure of', () => {
    const some = [...many(7), ...many(1, { answers: { listened: 'not-sure', did: 'always' } })];
    expect(groupsOf(some)).toMatchObject([{ parts: [{ people: 8, tallies: {} }] }]);
  });
});

describe('what is shown', () => {
  it('is a wide band, nothing where all said the same, nothing below the threshold', () => {
    expect(saidOf([...many(7), ...many(1, { well: false })])).toBe('most');
    expect(saidOf([...many(4), ...many(4, { well: false })])).toBe('half');
    expect(saidOf([...many(1), ...many(7, { well: false })])).toBe('few');
    expect(saidOf(many(8))).toBeNull();
    expect(saidOf(many(8, { well: false }))).toBeNull();
    expect(saidOf([...many(6), ...many(1, { well: false })])).toBeUndefined();
    expect([inBand({ good: 2, of: 3 }), inBand({ good: 1, of: 3 }), inBand({ good: 0, of: 0 })]).toEqual(['most', 'few', null]);
  });

  it('never goes under five, whatever is set', () => {
    expect(saidOf([...many(3), ...many(1, { well: false })], {}, 1)).toBeUndefined();
    expect(saidOf([...many(4), ...many(1, { well: false })], {}, 1)).toBe('most');
  });

  it('is of whole groups that lie in the time asked about', () => {
    const groups = [
      ...groupsOf(many(8, { quarter: '2025Q4' }), '2025Q4'),
      ...groupsOf(many(8, { quarter: '2026Q2' }), '2026Q3'),
      ...groupsOf(many(8, { about: 'lee' }))
    ];
    const people = (asked: Partial<Asked>) => peopleIn(partsOf(groupsIn(groups, { ...year, ...asked }), 'all'));
    expect(people({})).toBe(16);
    expect(people({ quarters: 2 })).toBe(8);
    expect(people({ about: 'team' })).toBe(24);
    // Grouped at the end of the third quarter: it was not there to be seen at the end of the second.
    expect(people({ ending: '2026Q2' })).toBe(8);
    expect(people({ ending: '2026Q4' })).toBe(8);
    expect(people({ audience: 'adult' })).toBe(0);
  });

  it('is of a half only when every group is told apart', () => {
    const apart = [...many(8), ...many(8, { band: '8-11' })];
    const both = groupsOf(apart);
    expect(peopleIn(partsOf(both, 'older'))).toBe(8);
    expect(partsOf([...both, ...groupsOf(many(9, { about: 'lee' }))], 'older')).toEqual([]);
  });
});

describe('what is offered', () => {
  const facts: Facts = { today: '2026-12-07', held: { id: 'r', on: '2026-12-01' }, month: 10, choices: [] };
  it('is the last review for 90 days, then the year in its month; each once', () => {
    expect(offerOf(facts)).toEqual({ open: 'review:r', card: true, never: false });
    expect(offerOf({ ...facts, today: '2027-03-01' }).open).toBe('review:r');
    expect(offerOf({ ...facts, today: '2027-03-02' }).open).toBeNull();
    expect(offerOf({ ...facts, held: { id: 'r', on: '2026-12-08' } }).open).toBeNull();
    expect(offerOf({ ...facts, held: null, today: '2026-10-31' }).open).toBe('year:2026');
    expect(offerOf({ ...facts, choices: [{ period: 'review:r', choice: 'used' }] }).open).toBeNull();
    expect(offerOf({ ...facts, month: 12, choices: [{ period: 'review:r', choice: 'used' }] }).open).toBeNull();
  });

  it('is not on a card after "not now" or "never", and can be rated all the same', () => {
    expect(offerOf({ ...facts, choices: [{ period: 'review:r', choice: 'later' }] })).toMatchObject({
      open: 'review:r',
      card: false
    });
    expect(offerOf({ ...facts, choices: [{ period: EVER, choice: 'never' }] })).toEqual({
      ...{ open: 'review:r', card: false, never: true }
    });
  });
});

describe('the forms', () => {
  const bands = ['4-7', '8-11', '12-17', 'adult'] as const;
  it('ask items there are, each once, with the box last, and say every word', () => {
    for (const band of bands) {
      const pages = rateFormFor(band);
      const codes = pages.flatMap(({ questions }) => questions.map(({ code }) => code));
      expect(new Set(codes).size).toBe(codes.length);
      const items = codes.filter((code) => code !== BOX);
      expect(items.filter((code) => !itemsOf(band === 'adult' ? 'adult' : 'child').includes(code))).toEqual([]);
      const words = wordsFor({ language: 'en', band, values: { name: 'Sam', review: 'review' } });
      for (const page of pages)
        for (const question of page.questions) {
          expect(askedOf(words, rateForm, page, question, band, { name: 'Sam' }).question).not.toMatch(/rate:|\{\{|^$/);
          for (const option of optionsOf(question))
            expect([option, optionKeys(rateForm, page, question, option).some(words.has)]).toEqual([option, true]);
          for (const option of optionsOf(question).filter((code) => code !== 'not-sure' && question.code !== BOX)) {
            expect(answerFits(question, { value: option, unsure: false }, {})).toBe(true);
            expect(wentWell(option)).not.toBeNull();
          }
        }
    }
    expect(wentWell('not-sure')).toBeNull();
  });
});

describe('words', () => {
  it('that may be a worry are found as words of their own, in any language', () => {
    expect(['He hits me!', 'I am SCARED.', 'Rydw i ofn', 'أنا خائف'].map(mayBeWorry)).toEqual([true, true, true, true]);
    expect(['We had a hitch', 'Sam is great', ''].map(mayBeWorry)).toEqual([false, false, false]);
  });

  it('that say of how few something came are found', () => {
    expect(['Two children said so', '3 young people asked', 'One of you wrote'].map(countsFew)).toEqual([true, true, true]);
    expect(['Many of you asked for later meetings', 'We ring 2 days before'].map(countsFew)).toEqual([false, false]);
  });
});
