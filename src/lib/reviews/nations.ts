import { englandAndWales, type Calendar } from '#lib/council/bank-holidays.ts';

/**
 * The statutory clock of one nation, as data. Wales has the same shape and joins when its figures are checked;
 * Scotland and Northern Ireland wait for somebody who knows their law (decision 6).
 */
export type Nation = Calendar &
  Readonly<{
    code: 'england';
    /** T1: working days from becoming looked after to the first review. */
    firstWithinWorkingDays: number;
    /** T2: calendar months from the first review to the second. */
    secondWithinMonths: number;
    /** T3: calendar months from any later review to the next. */
    laterWithinMonths: number;
  }>;

/** Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33(1) and (2). */
export const england: Nation = {
  code: 'england',
  firstWithinWorkingDays: 20,
  secondWithinMonths: 3,
  laterWithinMonths: 6,
  ...englandAndWales
};
