import { describe, expect, it } from 'vitest';
import { acknowledgeBy, complaintClock, monthsOn } from '#lib/requests/complaint-clock.ts';

describe('a child’s complaint at stage 1 (SI 2006/1738): ten working days, twenty at most', () => {
  it.each([
    ['a Monday before Christmas', '2026-12-07', '2026-12-21', '2027-01-07'],
    ['a Friday', '2026-09-04', '2026-09-18', '2026-10-02'],
    // What comes at a weekend is counted from Monday on: the day of receipt never counts.
    ['the Saturday after it', '2026-09-05', '2026-09-18', '2026-10-02'],
    ['the Sunday after it', '2026-09-06', '2026-09-18', '2026-10-02'],
    ['the Monday after it', '2026-09-07', '2026-09-21', '2026-10-05'],
    // 25 and 28 December (for Boxing Day, a Saturday), and 1 January are no working days.
    ['the Friday before Christmas', '2026-12-18', '2027-01-06', '2027-01-20'],
    ['Christmas Day', '2026-12-25', '2027-01-12', '2027-01-26'],
    ['New Year’s Eve', '2026-12-31', '2027-01-15', '2027-01-29'],
    // Good Friday 26 March and Easter Monday 29 March 2027.
    ['the week before Easter', '2027-03-22', '2027-04-07', '2027-04-21'],
    // 3 May and 31 May 2027.
    ['between the May bank holidays', '2027-04-30', '2027-05-17', '2027-06-01'],
    // 31 August 2026.
    ['a bank holiday', '2026-08-31', '2026-09-14', '2026-09-28'],
    ['a leap year’s February', '2028-02-21', '2028-03-06', '2028-03-20']
  ])('received on %s', (_, receivedOn, answerBy, latestBy) => {
    expect(complaintClock(receivedOn)).toEqual({ answerBy, latestBy });
  });

  it('counts by whatever calendar there is', () => {
    expect(complaintClock('2026-12-18', { holidays: () => [] })).toEqual({ answerBy: '2027-01-01', latestBy: '2027-01-15' });
  });
});

describe('a complaint about information (Data (Use and Access) Act 2025): acknowledged within thirty days', () => {
  it.each([
    ['a Monday', '2026-12-07', '2027-01-06'],
    // The last day is a Saturday, or a Sunday: the next working day.
    ['thirty days before a Saturday', '2026-09-10', '2026-10-12'],
    ['thirty days before a Sunday', '2026-09-11', '2026-10-12'],
    ['a weekend: its own days count', '2026-09-12', '2026-10-12'],
    // Christmas Day is a Friday, the weekend follows, and Monday stands in for Boxing Day.
    ['thirty days before Christmas', '2026-11-25', '2026-12-29'],
    ['thirty days before Good Friday', '2027-02-24', '2027-03-30'],
    ['over the end of a leap February', '2028-02-14', '2028-03-15']
  ])('received on %s', (_, receivedOn, by) => {
    expect(acknowledgeBy(receivedOn)).toBe(by);
  });
});

describe('one month to see what is kept (UK GDPR, article 12(3))', () => {
  it.each([
    ['2026-12-07', '2027-01-07'],
    ['2027-01-31', '2027-02-28'],
    ['2028-01-31', '2028-02-29'],
    ['2026-03-31', '2026-04-30'],
    ['2026-12-31', '2027-01-31']
  ])('asked on %s: by %s', (on, by) => {
    expect(monthsOn(on, 1)).toBe(by);
  });
});
