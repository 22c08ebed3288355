import {
  adaptAbsence,
  adaptAllocation,
  adaptChild,
  adaptContact,
  adaptReview,
  adaptStaff,
  type Adapted,
  type Around
} from './adapting.ts';
import { sheets, type SheetCode } from './columns.ts';
import type { Folder } from './folder.ts';
import { addEpisode, noJoins, type Joins } from './joins.ts';
import { allocationRole } from './mapping.ts';
import type { Finding, ProblemCode } from './problems.ts';
import { linesOf, type Line } from './reading.ts';
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
  const shortBreaks = await joinTables(folder, joins, today, gathered);
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

async function* rowsOf(survey: Survey): AsyncGenerator<Line> {
  for await (const line of linesOf(survey.path, survey.file, survey.encoding, survey.separator))
    if (line.line > survey.headerLine) yield line;
}

/** Reads the tables that only say something about others. Returns the rows to be warned about once care is known. */
async function joinTables(folder: Folder, joins: Joins, today: string, gathered: Gathered): Promise<Finding[]> {
  const warnings: Finding[] = [];
  for (const survey of folder.surveys.filter(({ sheet }) => sheet === 'episodes' || sheet === 'legal'))
    for await (const { line, cells } of rowsOf(survey)) {
      if (survey.sheet === 'episodes') {
        const { row, findings } = readRow<'episodes'>(survey.placed, cells);
        gathered.findings.push(...findings.map((finding) => ({ ...finding, file: survey.file, line })));
        if (row) addEpisode(joins, row, today);
        continue;
      }
      const { row } = readRow<'legal'>(survey.placed, cells);
      const holds = row && (!row.end_date || row.end_date > today) && /^V[34]\b/i.test(row.legal_status);
      if (row && holds && joins.care?.get(row.person_id)?.open)
        warnings.push({ file: survey.file, line, column: null, code: 'short-breaks' });
    }
  for (const survey of folder.surveys.filter(({ sheet, dataset }) => sheet === 'allocations' && dataset))
    for await (const { cells } of rowsOf(survey))
      noteInvolvement(readRow<'allocations'>(survey.placed, cells).row, folder, joins, today);
  return warnings;
}

/** Who is whose IRO or social worker now: in the dataset a job title often does not say. */
function noteInvolvement(row: RowOf<'allocations'> | null, folder: Folder, joins: Joins, today: string): void {
  if (!row || (row.end_date && row.end_date < today) || !joins.care?.get(row.lcs_id)?.open) return;
  const role = allocationRole(folder.mapping, row.role);
  if (role === null || role === 'ignore') return;
  joins.involved.set(row.staff_id, (joins.involved.get(row.staff_id) ?? new Set()).add(role));
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

const textIn = (read: Readonly<Record<string, unknown>>, name: string): string | null => {
  const value = read[name];
  return typeof value === 'string' ? value : null;
};

function keyOf(sheet: SheetCode, { read }: RowRead<SheetCode>, { joins }: Around): string | null {
  const parts = sheets[sheet].key.map((name) => textIn(read, name));
  if (parts.some((part) => part === null)) return null;
  const key = parts.join('|');
  return (sheet === 'children' ? joins.caseIds?.get(key) : sheet === 'staff' ? joins.staffIds?.get(key) : null) ?? key;
}

/** Keeps which of the dataset's identifiers is the one this council uses. */
function remember(sheet: SheetCode, read: Readonly<Record<string, unknown>>, { joins, mapping, dataset }: Around): void {
  if (!dataset) return;
  const person = sheet === 'children' ? textIn(read, 'lcs_id') : null;
  const caseId = mapping.caseId === 'pers_legacy_id' ? textIn(read, 'legacy_id') : person;
  if (person && caseId && joins.care?.has(person)) (joins.caseIds ??= new Map()).set(person, caseId);
  const worker = sheet === 'staff' ? textIn(read, 'staff_id') : null;
  const staffId = mapping.staffId === 'prof_staff_id' ? textIn(read, 'staff_number') : worker;
  if (worker && staffId) (joins.staffIds ??= new Map()).set(worker, staffId);
}

/** Whether a row of the dataset, which holds everybody, is about a child in care: other rows are none of our business. */
function concerns(sheet: SheetCode, read: Readonly<Record<string, unknown>>, { joins, mapping, dataset }: Around): boolean {
  if (!dataset) return true;
  const person = textIn(read, 'lcs_id');
  if (sheet === 'children') return person === null || joins.care?.has(person) === true;
  if (sheet === 'reviews') return person === null || joins.periods.has(person);
  if (sheet !== 'allocations') return true;
  const role = allocationRole(mapping, textIn(read, 'role') ?? '');
  return role !== null && role !== 'ignore' && (person === null || joins.care === null || joins.care.has(person));
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
