import { describe, expect, test } from 'vitest';
import { keeps, longestKeptDays, mayGo } from '#lib/server/backup/keeping.ts';

describe('what is kept', () => {
  const now = new Date('2026-11-22T03:00:00Z');
  const daily = (many: number) =>
    Array.from({ length: many }, (_, ago) => new Date(Date.parse('2026-11-22T03:00:00Z') - ago * 86_400_000));

  test('fourteen days, eight weeks, twelve months, and never more', () => {
    const all = daily(800);
    const gone = new Set(mayGo(all, now));
    const left = all.filter((at) => !gone.has(at)).map((at) => at.toISOString().slice(0, 10));
    expect(left.slice(0, 14)).toEqual(daily(14).map((at) => at.toISOString().slice(0, 10)));
    expect(left.slice(14)).toEqual([
      ...['2026-11-08', '2026-11-01', '2026-10-31', '2026-10-25', '2026-10-18', '2026-10-11', '2026-10-04', '2026-09-30'],
      ...['2026-08-31', '2026-07-31', '2026-06-30', '2026-05-31', '2026-04-30', '2026-03-31', '2026-02-28', '2026-01-31'],
      '2025-12-31'
    ]);
  });

  test('of the last day all, of several a day before the newest, and none longer than was promised to whoever was erased', () => {
    const [morning, evening] = [new Date('2026-11-22T03:00:00Z'), new Date('2026-11-22T21:00:00Z')];
    const later = new Date('2026-11-24T03:00:00Z');
    const before = daily(20).slice(1);
    expect(mayGo([morning, evening, ...before], evening)).not.toContain(morning);
    expect(mayGo([later, morning, evening, ...before], later)).not.toContain(morning);
    const after = Array.from({ length: 6 }, (_, day) => new Date(later.getTime() + day * 86_400_000));
    expect(mayGo([...after, morning, evening], new Date('2026-12-24T03:00:00Z'))).toEqual([morning]);
    expect(mayGo(daily(800), now, 20).length).toBe(800 - 15);
    expect(mayGo([new Date('2020-01-01T00:00:00Z')], now, 20)).toEqual([]);
    expect(longestKeptDays).toBeGreaterThanOrEqual(keeps.months * 30);
  });

  test('the newest seven, whatever their age', () => {
    const yearly = Array.from({ length: 7 }, (_, ago) => new Date(`${2026 - ago}-11-22T03:00:00Z`));
    expect(mayGo([...yearly, new Date('2026-11-21T03:00:00Z')], now, 35)).toEqual([new Date('2020-11-22T03:00:00Z')]);
    expect(mayGo(yearly, now, 35)).toEqual([]);
  });

  test('all of it, where the newest name lies in the future or far ahead of the others', () => {
    const all = daily(800);
    expect(mayGo(all, now).length).toBeGreaterThan(700);
    expect(mayGo([new Date('2026-11-22T03:00:01Z'), ...all], now)).toEqual([]);
    const jumped = new Date('2031-01-01T03:00:00Z');
    expect(mayGo([jumped, ...all], jumped)).toEqual([]);
    expect(mayGo([jumped, ...all], now)).toEqual([]);
    expect(mayGo([new Date('2026-11-24T03:00:01Z'), ...all], jumped)).toEqual([]);
    expect(mayGo([new Date('2026-11-24T03:00:00Z'), ...all], jumped).length).toBeGreaterThan(700);
  });
});
