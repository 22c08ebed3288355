import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankHolidays, easterSunday, isWeekend, plusDays, usualHolidays } from '#lib/council/bank-holidays.ts';
import { addWorkingDays, isWorkingDay } from '#lib/council/working-days.ts';
import * as clock from '#lib/reviews/clock.ts';
import { england } from '#lib/reviews/nations.ts';
import { nextOf, type Review } from '#lib/reviews/review.ts';

const day = fc.integer({ min: 0, max: 2555 }).map((days) => plusDays('2024-01-01', days));
const count = fc.integer({ min: 1, max: 60 });

describe('bank holidays', () => {
  test.each(Object.entries(bankHolidays))('the table for %s is what the standing rules give', (year, days) => {
    expect([...days].sort()).toEqual(usualHolidays(Number(year)).sort());
    expect(days.some(isWeekend)).toBe(false);
  });

  test('Easter falls where the almanac says', () => {
    const known = ['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2000-04-23', '1961-04-02'];
    expect(known.map((sunday) => easterSunday(Number(sunday.slice(0, 4))))).toEqual(known);
  });
});

describe('working days (T4)', () => {
  test('never lands on a weekend or a holiday', () => {
    fc.assert(
      fc.property(day, count, (from, many) => {
        const at = addWorkingDays(england, from, many);
        expect(isWeekend(at)).toBe(false);
        expect(england.holidays(Number(at.slice(0, 4)))).not.toContain(at);
      })
    );
  });

  test('one more working day is always later, and a later start is never earlier', () => {
    fc.assert(
      fc.property(day, count, (from, many) => {
        const at = addWorkingDays(england, from, many);
        expect(addWorkingDays(england, from, many + 1) > at).toBe(true);
        expect(addWorkingDays(england, plusDays(from, 1), many) >= at).toBe(true);
      })
    );
  });

  test('exactly so many working days lie on the way', () => {
    fc.assert(
      fc.property(day, count, (from, many) => {
        const to = addWorkingDays(england, from, many);
        let met = 0;
        for (let at = plusDays(from, 1); at <= to; at = plusDays(at, 1)) if (isWorkingDay(england, at)) met += 1;
        expect(met).toBe(many);
      })
    );
  });

  test('Christmas and Easter are stepped over', () => {
    expect(addWorkingDays(england, '2026-12-24', 1)).toBe('2026-12-29');
    expect(addWorkingDays(england, '2027-12-24', 1)).toBe('2027-12-29');
    expect(addWorkingDays(england, '2026-04-02', 1)).toBe('2026-04-07');
    expect(addWorkingDays(england, '2027-12-31', 1)).toBe('2028-01-04');
  });
});

describe('months', () => {
  test('a month end stays in its month', () => {
    expect(clock.addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(clock.addMonths('2027-08-31', 6)).toBe('2028-02-29');
    expect(clock.addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(clock.addMonths('2026-01-31', 3)).toBe('2026-04-30');
    expect(clock.addMonths('2026-09-15', 6)).toBe('2027-03-15');
  });

  test('goes forward by so many months, keeping the date where there is one', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 12 }), (from, months) => {
        const at = clock.addMonths(from, months);
        const month = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(month(at) - month(from)).toBe(months);
        expect(at.slice(8) <= from.slice(8)).toBe(true);
        expect(at.slice(8) === from.slice(8) || plusDays(at, 1).endsWith('-01')).toBe(true);
      })
    );
  });
});

describe('the latest lawful day', () => {
  test('T1: 20 working days after coming into care', () => {
    expect(clock.latestLawful(england, { enteredCareOn: '2026-06-01', heldOn: [] })).toBe('2026-06-29');
    expect(clock.latestLawful(england, { enteredCareOn: '2026-12-07', heldOn: [] })).toBe('2027-01-07');
  });

  test('T2: three months after the first was held; T3: six months after any later one', () => {
    expect(clock.latestLawful(england, { enteredCareOn: '2026-06-01', heldOn: ['2026-06-24'] })).toBe('2026-09-24');
    expect(clock.latestLawful(england, { enteredCareOn: '2026-06-01', heldOn: ['2026-09-20', '2026-06-24'] })).toBe('2027-03-20');
  });

  test('T5: it moves with the day a review was really held, by exactly as much in months', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 28 }), (entered, late) => {
        const first = plusDays(entered, late);
        expect(clock.latestLawful(england, { enteredCareOn: entered, heldOn: [first] })).toBe(clock.addMonths(first, 3));
        const second = plusDays(first, 80);
        expect(clock.latestLawful(england, { enteredCareOn: entered, heldOn: [first, second] })).toBe(clock.addMonths(second, 6));
      })
    );
  });

  test('a review of an earlier time in care does not count, and nothing known gives nothing', () => {
    expect(clock.latestLawful(england, { enteredCareOn: '2026-06-01', heldOn: ['2024-02-01'] })).toBe('2026-06-29');
    expect(clock.latestLawful(england, { enteredCareOn: null, heldOn: [] })).toBeNull();
  });

  test('one old review in a file that lacks the early ones is counted on by six months', () => {
    expect(clock.latestLawful(england, { enteredCareOn: '2021-03-01', heldOn: ['2026-06-24'] })).toBe('2026-12-24');
    expect(clock.latestLawful(england, { enteredCareOn: null, heldOn: ['2026-06-24'] })).toBe('2026-12-24');
  });
});

describe('the next review', () => {
  const review = (id: string, part: Partial<Review>): Review => ({
    id,
    dueOn: null,
    plannedOn: null,
    heldOn: null,
    cancelled: false,
    ...part
  });
  const next = (reviews: Review[], enteredCareOn: string | null = '2026-01-05') =>
    nextOf(england, { enteredCareOn, reviews, today: '2026-12-07' });

  test('a day from the source later than the law allows is shown and flagged', () => {
    const held = [review('a', { heldOn: '2026-02-02' }), review('b', { heldOn: '2026-06-10' })];
    expect(next([...held, review('c', { dueOn: '2026-12-20' })])).toMatchObject({
      reviewId: 'c',
      on: '2026-12-20',
      latestLawful: '2026-12-10',
      late: true,
      overdue: false,
      heldLast: '2026-06-10'
    });
    expect(next([...held, review('c', { dueOn: '2026-12-10' })])).toMatchObject({ late: false });
  });

  test('the planned day stands before the due one; a cancelled review does not count', () => {
    const reviews = [
      review('a', { dueOn: '2026-12-09', plannedOn: '2026-12-08' }),
      review('x', { plannedOn: '2026-12-07', cancelled: true })
    ];
    expect(next(reviews)).toMatchObject({ reviewId: 'a', on: '2026-12-08' });
  });

  test('the earliest to come, else the one that passed without being held, which is overdue', () => {
    const passed = review('a', { plannedOn: '2026-11-30' });
    expect(next([passed, review('b', { plannedOn: '2027-01-11' })])).toMatchObject({ reviewId: 'b', overdue: false });
    expect(next([passed])).toMatchObject({ reviewId: 'a', overdue: true });
    expect(next([passed, review('h', { heldOn: '2026-12-01' })])).toMatchObject({ reviewId: null, on: null, overdue: false });
  });

  test('without any review the clock alone speaks', () => {
    expect(next([], '2026-12-01')).toEqual({
      reviewId: null,
      on: null,
      latestLawful: '2026-12-31',
      late: false,
      overdue: false,
      heldLast: null
    });
  });
});
