/**
 * Bank holidays in England and Wales, substitute days included, as published on gov.uk/bank-holidays (2029 and 2030 by
 * the standing rules of the Banking and Financial Dealings Act 1971). A day proclaimed for one year only is added here.
 */
export const bankHolidays: Readonly<Record<number, readonly string[]>> = {
  2024: ['2024-01-01', '2024-03-29', '2024-04-01', '2024-05-06', '2024-05-27', '2024-08-26', '2024-12-25', '2024-12-26'],
  2025: ['2025-01-01', '2025-04-18', '2025-04-21', '2025-05-05', '2025-05-26', '2025-08-25', '2025-12-25', '2025-12-26'],
  2026: ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25', '2026-08-31', '2026-12-25', '2026-12-28'],
  2027: ['2027-01-01', '2027-03-26', '2027-03-29', '2027-05-03', '2027-05-31', '2027-08-30', '2027-12-27', '2027-12-28'],
  2028: ['2028-01-03', '2028-04-14', '2028-04-17', '2028-05-01', '2028-05-29', '2028-08-28', '2028-12-25', '2028-12-26'],
  2029: ['2029-01-01', '2029-03-30', '2029-04-02', '2029-05-07', '2029-05-28', '2029-08-27', '2029-12-25', '2029-12-26'],
  2030: ['2030-01-01', '2030-04-19', '2030-04-22', '2030-05-06', '2030-05-27', '2030-08-26', '2030-12-25', '2030-12-26']
};

/** Which days of a year nobody works, weekends apart. */
export type Calendar = Readonly<{ holidays: (year: number) => readonly string[] }>;

/** England and Wales have the same bank holidays. */
export const englandAndWales: Calendar = { holidays: (year) => bankHolidays[year] ?? usualHolidays(year) };

/** The year's holidays by the standing rules: for years the table does not have, and to check the ones it has. */
export function usualHolidays(year: number): string[] {
  const easter = easterSunday(year);
  return [
    ...substituted([`${year}-01-01`]),
    plusDays(easter, -2),
    plusDays(easter, 1),
    mondayFrom(`${year}-05-01`),
    mondayFrom(`${year}-05-25`),
    mondayFrom(`${year}-08-25`),
    ...substituted([`${year}-12-25`, `${year}-12-26`])
  ];
}

/** Easter Sunday of a year in the Gregorian calendar (the anonymous algorithm of Nature, 1876). */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const corrected = century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + corrected + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const count = epact + weekday - 7 * late + 114;
  return dayText(Date.UTC(year, Math.floor(count / 31) - 1, (count % 31) + 1));
}

/** Each holiday that falls on a weekend moves to the next weekday that is not one of them. */
function substituted(days: readonly string[]): string[] {
  const moved: string[] = [];
  for (let day of days) {
    while (isWeekend(day) || moved.includes(day)) day = plusDays(day, 1);
    moved.push(day);
  }
  return moved;
}

function mondayFrom(day: string): string {
  let at = day;
  while (new Date(at).getUTCDay() !== 1) at = plusDays(at, 1);
  return at;
}

const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** A day some days later (or earlier), as `YYYY-MM-DD`. */
export const plusDays = (day: string, days: number): string => dayText(Date.parse(day) + days * 24 * 3600_000);

export const isWeekend = (day: string): boolean => new Date(day).getUTCDay() % 6 === 0;
