import { describe, expect, test } from 'vitest';
import { unusualIn, unusualRules, type Seen } from '#lib/audit/unusual.ts';

/** A Wednesday at ten in the morning. */
const noon = Date.parse('2026-12-09T10:00:00.000Z');
const seen = (minutes: number, child: number | string, how: Partial<Seen> = {}): Seen => ({
  ...{ at: new Date(noon + minutes * 60_000).toISOString(), actor: 'sam', verb: 'child.see', subjectId: `s${child}` },
  ...{ childId: `c${child}`, onBehalf: null, outcome: 'done' },
  ...how
});
const many = (count: number, apart: number, how: Partial<Seen> = {}, from = 0): Seen[] =>
  Array.from({ length: count }, (_, at) => seen(from + at * apart, at, how));
const codes = (lines: readonly Seen[]) => unusualIn(lines).map(({ code, many }) => [code, many]);

describe('a worker’s reading', () => {
  test('of more than twenty children within ten minutes stands out; the same ones again, or more slowly, does not', () => {
    expect(codes(many(20, 0.2))).toEqual([]);
    expect(codes(many(21, 0.2))).toEqual([['many-children', 21]]);
    expect(codes(many(60, 1))).toEqual([]);
    expect(codes([...many(20, 0.2), ...many(20, 0.2, {}, 5)])).toEqual([]);
    expect(codes([...many(11, 0.1), ...many(11, 0.1, { actor: 'tom' })])).toEqual([]);
  });

  test('is one line from its first to its last, however long it goes on', () => {
    const [one, ...others] = unusualIn(many(100, 0.3));
    expect(others).toEqual([]);
    expect(one).toMatchObject({ code: 'many-children', actor: 'sam', many: 100, from: seen(0, 0).at });
    expect(unusualIn([...many(25, 0.2), ...many(25, 0.2, {}, 600)])).toHaveLength(2);
  });

  test('at night stands out sooner, by the clock of the UK', () => {
    expect(codes(many(8, 1, {}, 12.5 * 60))).toEqual([['at-night', 8]]);
    expect(codes(many(8, 1, {}, 8 * 60))).toEqual([]);
    // 21:30 UTC in July is half past ten.
    const summer = Date.parse('2026-07-08T21:30:00.000Z');
    expect(codes(many(8, 1, {}, (summer - noon) / 60_000))).toEqual([['at-night', 8]]);
  });

  test('in somebody’s place at a weekend stands out; one’s own children, or in the week, do not', () => {
    const saturday = 3 * 24 * 60;
    expect(codes(many(3, 20, { onBehalf: 'cover' }, saturday))).toEqual([['cover-off-week', 3]]);
    expect(codes(many(3, 20, {}, saturday))).toEqual([]);
    expect(codes(many(3, 20, { onBehalf: 'cover' }))).toEqual([]);
  });

  test('that tries many things which are not there, or not theirs, stands out', () => {
    const refused = { outcome: 'refused', childId: null };
    expect(codes(many(10, 0.5, refused))).toEqual([['unknown-ids', 10]]);
    expect(codes(many(9, 0.5, refused))).toEqual([]);
    expect(codes(many(30, 0.1, { ...refused, subjectId: 'the same' }))).toEqual([]);
  });

  test('on paper, and of letters with codes, stands out; lists of names alone do not', () => {
    expect(codes(many(15, 2, { verb: 'contribution.print' }))).toEqual([['many-prints', 15]]);
    expect(codes(many(15, 2, { verb: 'letter.see' }))).toEqual([['many-codes', 15]]);
    for (const verb of ['caseload.see', 'card.list', 'emergency.list', 'emergency.find'])
      expect(codes(many(40, 0.1, { verb }))).toEqual([]);
    expect(codes(many(40, 0.1, { verb: 'card.see' }))).toEqual([['many-children', 40]]);
    expect(codes(many(40, 0.1, { verb: 'child.save' }))).toEqual([]);
  });
});

test('each rule has a code of its own and can be met', () => {
  expect(new Set(unusualRules.map(({ code }) => code)).size).toBe(unusualRules.length);
  for (const { atLeast, withinMinutes } of unusualRules) expect(atLeast > 0 && withinMinutes > 0).toBe(true);
});
