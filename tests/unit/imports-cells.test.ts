import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { cellRules } from '#lib/imports/cells.ts';
import { sheets, type ColumnKind } from '#lib/imports/columns.ts';
import { dayAfter, readDay } from '#lib/imports/days.ts';
import { allocationRole, defaultMapping, isCoverReason, staffRole } from '#lib/imports/mapping.ts';
import { isProblemCode } from '#lib/imports/problems.ts';
import { neverRead, postcode, refusedColumns } from '#lib/imports/refused.ts';
import { clean } from '#lib/imports/rows.ts';
import { shiftDates } from '#commands/example-dates.ts';
import { startOfDay } from '#lib/routing/cover.ts';

const rules = cellRules({ today: '2026-11-17', american: false, width: null });
const read = (kind: ColumnKind, text: string): unknown => {
  const result = v.safeParse(rules[kind], text);
  return result.success ? result.output : `! ${result.issues[0].message}`;
};

test.each([
  ['2026-11-16', '2026-11-16'],
  ['2026-11-16 00:00:00', '2026-11-16'],
  ['2026-11-16 00:00:00.000', '2026-11-16'],
  ['2026-11-16T09:30:00Z', '2026-11-16'],
  ['16/11/2026', '2026-11-16'],
  ['6/1/2026', '2026-01-06'],
  ['16.11.2026', '2026-11-16'],
  ['16-Nov-2026', '2026-11-16'],
  ['16 November 2026', '2026-11-16'],
  ['16/11/2026 00:00', '2026-11-16'],
  ['20261116', '2026-11-16'],
  ['29/02/2024', '2024-02-29'],
  ['2026/11/16', '2026-11-16'],
  ['11/16/2026', 'american-date'],
  ['29/02/2026', 'no-such-day'],
  ['31/31/2026', 'no-such-day'],
  ['2026-13-01', 'no-such-day'],
  ['46342', 'excel-date'],
  ['46342.0', 'excel-date'],
  ['16/11/26', 'two-digit-year'],
  ['16-Nov-26', 'two-digit-year'],
  ['next week', 'not-a-date'],
  ['16 Brumaire 2026', 'not-a-date'],
  ['1234', 'not-a-date']
])('the day %s is %s', (text, expected) => {
  const result = readDay(text);
  expect('day' in result ? result.day : result.problem).toBe(expected);
});

test('every day, in every way it may be written, is read as that day', () => {
  const days = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  fc.assert(
    fc.property(days, (day) => {
      const [year = '', month = '', date = ''] = day.split('-');
      for (const text of [
        day,
        `${day} 00:00:00`,
        `${date}/${month}/${year}`,
        `${Number(date)}.${Number(month)}.${year}`,
        `${year}${month}${date}`
      ])
        expect(readDay(text)).toMatchObject({ day });
    })
  );
});

test('whatever a cell holds, a rule gives a value or the name of a problem, and never fails', () => {
  const kinds = Object.keys(rules).filter((kind): kind is ColumnKind => kind in rules);
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(...'aZ019 -/.,:;=@+#Ã€é漢\u00a0\u0007\ufffd\u200b') }),
      (kind, text) => {
        const result = v.safeParse(rules[kind], clean(text) || 'x');
        expect(result.success || isProblemCode(result.issues[0].message)).toBe(true);
      }
    )
  );
});

test.each<[ColumnKind, string, unknown]>([
  ['id', '0012345', '0012345'],
  ['id', 'AB-12/3', 'AB-12/3'],
  ['id', '1.23E+11', '! scientific'],
  ['id', '12 34', '! not-an-id'],
  ['id', '1,5E+7', '! scientific'],
  ['flag', 'Y', true],
  ['flag', 'No', false],
  ['flag', 'maybe', '! not-yes-no'],
  ['weekdays', 'Mon-Fri', '12345'],
  ['weekdays', 'Mon, Tue, Thu', '124'],
  ['weekdays', 'Monday to Friday', '! not-weekdays'],
  ['weekdays', '1245', '1245'],
  ['weekdays', 'Fri-Mon', '! not-weekdays'],
  ['band', '8–11', '8-11'],
  ['band', 'teen', '12-17'],
  ['band', '08-Nov', '! band-as-date'],
  ['band', '07/04/2026', '! band-as-date'],
  ['band', 'Dec-17', '! band-as-date'],
  ['band', '9', '! not-a-band'],
  ['language', 'Polish', 'pl'],
  ['language', 'cy', 'cy'],
  ['language', 'en-GB', 'en'],
  ['language', 'Klingon', '! not-a-language'],
  ['status', 'Open', 'in-care'],
  ['status', 'closed', 'ended'],
  ['privacy', 'Own phone', 'own'],
  ['privacy', 'none', '! not-a-privacy'],
  ['phone', '+44 7700 900123', '+44 7700 900123'],
  ['phone', '7700900123', '! not-a-phone'],
  ['number', '2', 2],
  ['number', '0', '! not-a-number'],
  ['relation', 'Mum', 'mother'],
  ['relation', 'Foster carer', 'carer'],
  ['relation', 'landlord', '! not-a-relation'],
  ['participation', 'pn3', 'PN3'],
  ['participation', 'PN8', '! not-participation'],
  ['past-day', '18/11/2026', '! future'],
  ['past-day', '17/11/2026', '2026-11-17'],
  ['day', '01/01/1850', '! unlikely-year'],
  ['email', 'sam@council.example', 'sam@council.example'],
  ['email', 'sam', '! not-an-email']
])('a cell of kind %s holding %s is %s', (kind, text, expected) => {
  expect(read(kind, text)).toBe(expected);
});

test('a column that is American in the main is trusted only where day and month cannot change places', () => {
  const american = cellRules({ today: '2026-11-17', american: true, width: null });
  expect(v.safeParse(american.day, '03/04/2026').success).toBe(false);
  expect(v.safeParse(american.day, '04/04/2026').success).toBe(true);
  expect(v.safeParse(american.day, '2026-04-03').success).toBe(true);
});

test('a day begins at midnight in the United Kingdom, summer and winter, and days add up', () => {
  expect(startOfDay('2026-11-16')).toBe('2026-11-16T00:00:00.000Z');
  expect(startOfDay('2026-07-01')).toBe('2026-06-30T23:00:00.000Z');
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(dayAfter('2024-03-01', -1)).toBe('2024-02-29');
  expect(shiftDates('a,2026-11-16,2016-03-09 00:00:00', -2)).toBe('a,2026-11-02,2016-02-24 00:00:00');
});

test('role codes and job titles as councils write them', () => {
  const allocation = (code: string) => allocationRole(defaultMapping, code);
  expect(
    [
      'IRO',
      'Independent Reviewing Officer',
      'Allocated IRO',
      'iro_cover',
      'IRO Cover',
      'Social Worker',
      'Allocated Case Worker',
      'Health Visitor'
    ].map(allocation)
  ).toEqual(['iro', 'iro', 'iro', 'iro_cover', 'iro_cover', 'social_worker', 'social_worker', null]);
  const staff = (code: string) => staffRole(defaultMapping, code);
  expect(
    ['Independent Reviewing Officer', 'IRO Team Manager', 'iro_manager', 'Senior Social Worker', 'admin', 'Cook'].map(staff)
  ).toEqual(['iro', 'manager', 'manager', 'social_worker', 'admin', null]);
  expect([isCoverReason(defaultMapping, 'absenc'), isCoverReason(defaultMapping, 'LEFT')]).toEqual([true, false]);
  expect(allocationRole({ ...defaultMapping, roles: { 'Social Worker': 'ignore' } }, 'social worker')).toBe('ignore');
});

test('no column that we take is one that we refuse or never read, and each says what it is for', () => {
  for (const sheet of Object.values(sheets))
    for (const [name, column] of Object.entries(sheet.columns)) {
      expect(column.for.length, name).toBeGreaterThan(5);
      if (name === 'postal_address') continue;
      for (const known of [name, ...column.also].filter((one) => one !== 'email_address'))
        expect(
          [...refusedColumns, ...neverRead].filter(({ pattern }) => pattern.test(known)),
          known
        ).toEqual([]);
    }
});

test("the dataset's own tables are not refused for columns that are only passed over", async () => {
  const { readFile } = await import('node:fs/promises');
  const tables = [
    'ssd_person',
    'ssd_cla_episodes',
    'ssd_legal_status',
    'ssd_cla_reviews',
    'ssd_involvements',
    'ssd_professionals'
  ];
  for (const table of tables) {
    const [header = ''] = (await readFile(`examples/council-ssd/${table}.csv`, 'utf8')).split('\r\n');
    const refused = header
      .split(',')
      .filter((name) => name !== 'clae_cla_placement_id' && refusedColumns.some(({ pattern }) => pattern.test(name)));
    expect(refused, table).toEqual([]);
  }
});

test('postcodes are known when they are seen', () => {
  for (const text of ['SW1A 1AA', 'm1 1ae', '14 High St, ZZ99 9ZZ', 'EC1A1BB']) expect(postcode.test(text), text).toBe(true);
  for (const text of ['Robin Ashby', 'Team 4', 'PN1', 'CLA0204011', 'Children in Care South'])
    expect(postcode.test(text), text).toBe(false);
});
