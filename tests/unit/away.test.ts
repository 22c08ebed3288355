import { describe, expect, test } from 'vitest';
import { agreementOf } from '#lib/inbox/absence-look.ts';
import { awayBy, endOfAway, howAway, lastDayOf } from '#lib/routing/away.ts';
import { standingAt } from '#lib/routing/rota.ts';

/** Away from the first day to the last, both included; in winter UK time is UTC. */
const away = (fromOn: string, toOn: string) => ({
  fromAt: `${fromOn}T00:00:00.000Z`,
  toAt: new Date(Date.parse(toOn) + 86_400_000).toISOString()
});
/** Monday to Friday, and the Monday to Friday after. */
const first = away('2026-11-30', '2026-12-04');
const second = away('2026-12-07', '2026-12-11');
const DURING = '2026-12-02T10:00:00.000Z';

describe('away until', () => {
  test('is the last day away, not the day after; in summer too', () => {
    expect(lastDayOf(first.toAt)).toBe('2026-12-04');
    expect(lastDayOf('2026-07-10T23:00:00.000Z')).toBe('2026-07-10');
  });

  test('is the end of the last of those that follow on each other without a working day between', () => {
    expect(endOfAway(DURING, [first])).toBe(first.toAt);
    expect(endOfAway(DURING, [second, first])).toBe(second.toAt);
    expect(endOfAway(DURING, [first, away('2026-12-05', '2026-12-06')])).toBe('2026-12-07T00:00:00.000Z');
  });

  test('is the first end where they work a day between, and where the next was cancelled', () => {
    expect(endOfAway(DURING, [first, away('2026-12-08', '2026-12-11')])).toBe(first.toAt);
    expect(endOfAway(DURING, [first, { fromAt: second.fromAt, toAt: second.fromAt }])).toBe(first.toAt);
  });

  test('knows bank holidays: back on 29 December is no working day after 24 December', () => {
    const christmas = away('2026-12-21', '2026-12-24');
    const at = '2026-12-22T10:00:00.000Z';
    expect(endOfAway(at, [christmas, away('2026-12-29', '2026-12-31')])).toBe('2027-01-01T00:00:00.000Z');
    expect(endOfAway(at, [christmas, away('2026-12-30', '2026-12-31')])).toBe(christmas.toAt);
  });

  test('is nothing before it begins and from its end on', () => {
    expect(endOfAway('2026-11-29T23:59:59.999Z', [first])).toBeNull();
    expect(endOfAway(first.toAt, [first])).toBeNull();
    expect(endOfAway(DURING, [])).toBeNull();
  });
});

describe('somebody who would stand in', () => {
  test.each([
    ['here', '2026-11-23', '2026-11-27'],
    ['part', '2026-12-04', '2026-12-07'],
    ['all', '2026-12-01', '2026-12-04'],
    // Nobody works on the Saturday and the Sunday.
    ['all', '2026-11-28', '2026-12-06'],
    ['here', '2026-12-05', '2026-12-06']
  ] as const)('is %s from %s to %s', (how, fromOn, toOn) => expect(howAway(fromOn, toOn, [first])).toBe(how));

  test('is away on a Sunday that is in their absence, although nobody works then', () => {
    expect(howAway('2026-12-06', '2026-12-06', [away('2026-12-05', '2026-12-06')])).toBe('all');
  });
});

test('who gets children is away now, soon, or not so soon', () => {
  const by = '2026-12-10T00:00:00.000Z';
  expect(awayBy(DURING, by, [first, second])).toEqual({ fromAt: first.fromAt, toAt: second.toAt });
  expect(awayBy(first.toAt, by, [first, second])).toEqual(second);
  expect(awayBy(DURING, '2026-12-06T00:00:00.000Z', [second])).toBeNull();
  expect(awayBy(DURING, by, [{ fromAt: second.fromAt, toAt: second.fromAt }])).toBeNull();
});

test('a shift holds from its first moment, and is over at its end', () => {
  const shift = { fromAt: '2026-12-06T17:00:00.000Z', toAt: '2026-12-07T09:00:00.000Z' };
  expect(standingAt(shift, '2026-12-06T16:59:59.999Z')).toBe('to-come');
  expect(standingAt(shift, '2026-12-06T17:00:00.000Z')).toBe('now');
  expect(standingAt(shift, '2026-12-07T08:59:59.999Z')).toBe('now');
  expect(standingAt(shift, '2026-12-07T09:00:00.000Z')).toBe('over');
});

test('what somebody agreed to holds for these people, these days and these things alone', () => {
  const absence = { staffId: 'sam', coverId: 'amina', fromOn: '2026-12-07', toOn: '2026-12-11' };
  const nothing = { standInAway: [], standsInFor: [], reviews: [] };
  const one = { ...nothing, standInAway: [second] };
  expect(agreementOf(absence, nothing)).toBe('');
  const agreed = agreementOf(absence, one);
  expect(agreed).not.toBe('');
  expect(agreementOf(absence, one)).toBe(agreed);
  const others = [
    agreementOf({ ...absence, coverId: 'lee' }, one),
    agreementOf({ ...absence, toOn: '2026-12-10' }, one),
    agreementOf(absence, { ...one, standsInFor: [{ staffId: 'lee', ...first }] })
  ];
  expect(others).not.toContain(agreed);
});
