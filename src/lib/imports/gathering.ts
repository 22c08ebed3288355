import type { Adapted, Around } from './adapted.ts';
import { adaptChild, adaptContact, adaptStaff } from './adapting-people.ts';
import { adaptAbsence, adaptAllocation, adaptReview } from './adapting-work.ts';
import type { SheetCode } from './columns.ts';
import { concerns, joinTables, keyOf, remember, rowsOf } from './dataset.ts';
import type { Folder } from './folder.ts';
import { noJoins } from './joins.ts';
import type { Finding, ProblemCode } from './problems.ts';
import type { Line } from './reading.ts';
import type { Entity, Found, Refused } from './record.ts';
import { clean, readRow, type RowOf, type RowRead } from './rows.ts';
import type { Survey } from './survey.ts';

/** What is gathered beside the records themselves. */
export type Gathered = {
  findings: Finding[];
  /** File -> how many of its rows were not for us. */
  passed: Map<string, number>;
};

const entityOf: Readonly<Record<Exclude<SheetCode, 'episodes' | 'legal'>, Entity>> = {
  staff: 'staff',
  children: 'child',
  contacts: 'contact',
  allocations: 'allocation',
  absences: 'absence',
  reviews: 'review'
};

/** Every record of a folder, in the order of its tables, as a stream; what is wrong goes to `gathered`. */
export async function* gather(folder: Folder, today: string, gathered: Gathered): AsyncGenerator<Found | Refused> {
  const joins = noJoins();
  const shortBreaks = await joinTables(folder, joins, today, gathered.findings);
  for (const survey of folder.surveys) {
    if (survey.sheet === 'episodes' || survey.sheet === 'legal') continue;
    const around: Around = { mapping: folder.mapping, joins, dataset: survey.dataset, today };
    for await (const line of rowsOf(survey)) {
      const taken = takeRow(survey.sheet, survey, line, around, gathered);
      if (taken) yield taken;
    }
  }
  gathered.findings.push(...shortBreaks);
}

function takeRow(
  sheet: keyof typeof entityOf,
  survey: Survey,
  { line, cells }: Line,
  around: Around,
  gathered: Gathered
): Found | Refused | null {
  const { file } = survey;
  const note = (code: ProblemCode, column: string | null) => gathered.findings.push({ file, line, column, code });
  if (cells.slice(survey.width).some((cell) => clean(cell) !== '')) {
    note('too-many-cells', null);
    return null;
  }
  const read = readRow(survey.placed, cells);
  remember(sheet, read.read, around);
  const key = keyOf(sheet, read, around);
  if (!concerns(sheet, read.read, around)) return pass(gathered, file);
  const refused = key === null ? null : { entity: entityOf[sheet], key, file, line, refused: true as const };
  for (const finding of read.findings) note(finding.code, finding.column);
  if (!read.row) return refused;
  const adapted = adapt(sheet, read, around);
  if ('passed' in adapted) return pass(gathered, file);
  if ('problem' in adapted) {
    const { code, column } = adapted.problem;
    note(code, column === null ? null : (survey.placed[column]?.header ?? column));
    return refused;
  }
  for (const code of adapted.notes) note(code, null);
  // Entity and fields stay the pair that `adapt` made.
  return { ...adapted.found, file, line } as Found;
}

function pass(gathered: Gathered, file: string): null {
  gathered.passed.set(file, (gathered.passed.get(file) ?? 0) + 1);
  return null;
}

function adapt(sheet: keyof typeof entityOf, { row }: RowRead<SheetCode>, around: Around): Adapted {
  // `sheet` says which sheet's row this is: it was read by that sheet's columns.
  switch (sheet) {
    case 'staff':
      return adaptStaff(row as RowOf<'staff'>, around);
    case 'children':
      return adaptChild(row as RowOf<'children'>, around);
    case 'contacts':
      return adaptContact(row as RowOf<'contacts'>);
    case 'allocations':
      return adaptAllocation(row as RowOf<'allocations'>, around);
    case 'absences':
      return adaptAbsence(row as RowOf<'absences'>);
    case 'reviews':
      return adaptReview(row as RowOf<'reviews'>, around);
  }
}
