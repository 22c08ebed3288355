import { describe, expect, it } from 'vitest';
import { climbs, untilHad } from '#lib/routing/climbing.ts';
import { faultOfShifts, instantOf } from '#lib/routing/rota.ts';
import { rules } from '#lib/routing/rules.ts';
import { handedTo, heightOf, rungNow, stepWhos, type Rung } from '#lib/routing/rungs.ts';
import { officeHours, waitOver } from '#lib/council/working-hours.server.ts';

const at = (moment: string) => Date.parse(`${moment}:00.000Z`);

describe('the lines', () => {
  it('each go up, and end with somebody who has no end', () => {
    for (const [kind, line] of Object.entries(climbs)) {
      const heights = line.map(({ who }) => stepWhos.indexOf(who));
      expect([kind, heights]).toEqual([kind, [...heights].sort((one, other) => one - other)]);
      expect([kind, line.at(-1)?.who]).toEqual([kind, line.length === 0 ? undefined : 'managers']);
      for (const { waits } of line.slice(0, -1)) expect(Object.values(waits).every((minutes) => minutes > 0)).toBe(true);
    }
  });

  it('of what cannot wait asks those on duty by the clock; nothing else does', () => {
    expect(Object.keys(rules).filter((kind) => climbs[kind as keyof typeof climbs].some(({ who }) => who === 'rota'))).toEqual([
      'unsafe-duty'
    ]);
    expect(untilHad('unsafe-duty')).toBe(true);
    expect(untilHad('request')).toBe(false);
    expect(climbs['unsafe-duty'][0]?.waits).toEqual({ clock: 30 });
  });
});

describe('where something stands', () => {
  const rung = (name: string, minutes: number | null, staffIds = ['somebody']): Rung => ({
    ...{ name, staffIds, days: '12345' },
    waits: minutes === null ? {} : { clock: minutes }
  });
  const over = (from: number, wait: { clock?: number }) => from + (wait.clock ?? Infinity) * 60_000;
  const line = [rung('person', 60), rung('cover', 60, []), rung('desk', 60), rung('managers', null)];
  const standing = (name: string | null, minutes: number, rungs = line) => {
    const found = rungNow(rungs, { name, since: 0 }, minutes * 60_000, over);
    return found && [found.rung.name, found.at / 60_000];
  };

  it('is with whoever has it until their time is over, then with the next who is there', () => {
    expect(standing('person', 59)).toEqual(['person', 0]);
    expect(standing('person', 60)).toEqual(['desk', 60]);
    expect(standing('person', 119)).toEqual(['desk', 60]);
    expect(standing('person', 10_000)).toEqual(['managers', 120]);
  });

  it('goes on at once where those it was with are there no more, and gives the next their whole time', () => {
    expect(standing('rota-1', 7, [rung('rota-2', 30), rung('managers', null)])).toEqual(['rota-2', 7]);
    expect(standing('person', 500, [rung('person', 60, []), rung('desk', 60), rung('managers', null)])).toEqual(['desk', 500]);
  });

  it('is nowhere where nobody is', () => {
    expect(standing('person', 7, [rung('desk', 60, [])])).toBeNull();
    expect(standing('managers', 7, [rung('desk', 60)])).toEqual(['desk', 7]);
  });

  it('is no further up with whoever stands in, and not at the desk when the person is back', () => {
    expect(heightOf('cover')).toBe(heightOf('person'));
    const back = [rung('person', 60), rung('cover', 60, []), rung('desk', 60)];
    expect(standing('cover', 59, back)).toEqual(['person', 0]);
  });

  it('begins anew with whoever has it now, and not with who had it', () => {
    const whose = (name: string, whom: string | null, rungs: readonly Rung[]) => handedTo(rungs, { name, since: 5, whom })?.name;
    expect(whose('person', 'somebody', line)).toBeUndefined();
    expect(whose('person', 'another', line)).toBe('person');
    expect(whose('managers', 'another', line)).toBe('person');
    expect(whose('desk', null, [rung('person', 60, []), rung('desk', 60)])).toBeUndefined();
    const duty = (first: number, second: number) =>
      [
        { ...rung('rota-1', 30, ['one']), began: first },
        { ...rung('rota-2', 30, ['two']), began: second }
      ] as const;
    expect(whose('person', null, duty(1, 1))).toBeUndefined();
    expect(whose('rota-1', 'one', duty(1, 9))).toBeUndefined();
    expect(whose('rota-2', 'two', duty(1, 9))).toBeUndefined();
    expect(whose('rota-2', 'two', duty(9, 1))).toBe('rota-1');
    expect(whose('rota-1', 'off duty now', duty(1, 1))).toBe('rota-1');
    expect(whose('managers', null, duty(1, 9))).toBe('rota-2');
  });

  it('knows which is higher', () => {
    const names = ['person', 'cover', 'rota-1', 'rota-2', 'desk', 'managers'];
    expect(names.map(heightOf)).toEqual([...names.map(heightOf)].sort((one, other) => one - other));
    expect(heightOf(null)).toBeLessThan(heightOf('person'));
  });
});

describe('a wait', () => {
  const hours = officeHours();
  const ends = (from: string, wait: Parameters<typeof waitOver>[1], days?: string) =>
    new Date(waitOver(at(from), wait, hours, days)).toISOString().slice(0, 16);

  it('of the office counts neither nights, weekends nor bank holidays', () => {
    expect(ends('2026-12-24T16:00', { office: 120 })).toBe('2026-12-29T10:00');
    expect(ends('2026-12-07T20:00', { office: 30 })).toBe('2026-12-08T09:30');
  });

  it('of one’s own counts the days one works, and the office’s ends it where that is sooner', () => {
    expect(ends('2026-12-07T09:00', { own: 600 }, '14')).toBe('2026-12-10T11:00');
    expect(ends('2026-12-07T09:00', { own: 600, office: 600 }, '14')).toBe('2026-12-08T11:00');
    expect(ends('2026-12-07T09:00', { own: 600 }, '')).toBe('2027-02-05T09:00');
  });

  it('by the clock is by the clock', () => expect(ends('2026-12-28T23:00', { clock: 30 })).toBe('2026-12-28T23:30'));
});

describe('an hour of a day', () => {
  const said = (instant: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' }).format(
      new Date(instant)
    );
  const halfHours = Array.from({ length: 48 }, (_, at) => `${String(at >> 1).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}`);

  it.each(['2027-03-28', '2027-10-31', '2027-01-15', '2027-07-15'])('of %s is that hour on the clock', (day) => {
    // From one until two the clock shows nothing on the night it goes forward.
    const missing = day === '2027-03-28' ? { '01:00': '02:00', '01:30': '02:30' } : {};
    const shown = new Map(Object.entries(missing));
    expect(halfHours.map((hour) => said(instantOf(day, hour)))).toEqual(
      halfHours.map((hour) => `${day} ${shown.get(hour) ?? hour}`)
    );
    const instants = halfHours.map((hour) => instantOf(day, hour)).filter((_, at) => !shown.has(halfHours[at] ?? ''));
    expect(instants).toEqual([...instants].sort());
  });

  it('in the last hour of the day on which the clocks go forward is on that day', () =>
    expect([instantOf('2027-03-28', '23:00'), instantOf('2027-03-28', '22:59')]).toEqual([
      '2027-03-28T22:00:00.000Z',
      '2027-03-28T21:59:00.000Z'
    ]));
});

describe('shifts', () => {
  const given = { staffId: 'x', fromOn: '2026-12-07', toOn: '2026-12-07', fromHour: '17:00', toHour: '09:00', place: 1 };
  it.each([
    [{}, null],
    [{ fromOn: '7 December' }, { fromOn: 'missing' }],
    [{ toOn: '2026-12-06' }, { toOn: 'order' }],
    [{ fromOn: '2026-12-01', toOn: '2026-12-02' }, { toOn: 'past' }],
    [{ toOn: '2027-01-03' }, null],
    [{ toOn: '2027-01-04' }, { toOn: 'too-long' }],
    [{ fromHour: '24:00' }, { fromHour: 'missing' }],
    [{ toHour: '' }, { toHour: 'missing' }],
    [{ place: 0 }, { place: 'missing' }],
    [{ place: NaN }, { place: 'missing' }]
  ])('%j gives %j', (change, fault) => expect(faultOfShifts({ ...given, ...change }, '2026-12-07')).toEqual(fault));
});
