import type { Around } from './adapted.ts';
import { sheets, type SheetCode } from './columns.ts';
import type { Folder } from './folder.ts';
import { addEpisode, type Joins } from './joins.ts';
import { allocationRole } from './mapping.ts';
import type { Finding } from './problems.ts';
import { linesOf, type Line } from './reading.ts';
import { readRow, type RowOf, type RowRead } from './rows.ts';
import type { Survey } from './survey.ts';

/** A file's rows below its header. */
export async function* rowsOf(survey: Survey): AsyncGenerator<Line> {
  for await (const line of linesOf(survey.path, survey.file, survey.encoding, survey.separator))
    if (line.line > survey.headerLine) yield line;
}

/** Reads the tables that only say something about others. What is wrong goes to `findings`. Returns the rows to be warned about. */
export async function joinTables(folder: Folder, joins: Joins, today: string, findings: Finding[]): Promise<Finding[]> {
  const warnings: Finding[] = [];
  for (const survey of folder.surveys.filter(({ sheet }) => sheet === 'episodes' || sheet === 'legal'))
    for await (const { line, cells } of rowsOf(survey)) {
      if (survey.sheet === 'episodes') {
        const read = readRow<'episodes'>(survey.placed, cells);
        findings.push(...read.findings.map((finding) => ({ ...finding, file: survey.file, line })));
        if (read.row) addEpisode(joins, read.row, today);
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

const textIn = (read: Readonly<Record<string, unknown>>, name: string): string | null => {
  const value = read[name];
  return typeof value === 'string' ? value : null;
};

/** A row's key as this council has it; null when it cannot be read. */
export function keyOf(sheet: SheetCode, { read }: RowRead<SheetCode>, { joins }: Around): string | null {
  const parts = sheets[sheet].key.map((name) => textIn(read, name));
  if (parts.some((part) => part === null)) return null;
  const key = parts.join('|');
  return (sheet === 'children' ? joins.caseIds?.get(key) : sheet === 'staff' ? joins.staffIds?.get(key) : null) ?? key;
}

/** Keeps which of the dataset's identifiers is the one this council uses. */
export function remember(sheet: SheetCode, read: Readonly<Record<string, unknown>>, { joins, mapping, dataset }: Around): void {
  if (!dataset) return;
  const person = sheet === 'children' ? textIn(read, 'lcs_id') : null;
  const caseId = mapping.caseId === 'pers_legacy_id' ? textIn(read, 'legacy_id') : person;
  if (person && caseId && joins.care?.has(person)) (joins.caseIds ??= new Map()).set(person, caseId);
  const worker = sheet === 'staff' ? textIn(read, 'staff_id') : null;
  const staffId = mapping.staffId === 'prof_staff_id' ? textIn(read, 'staff_number') : worker;
  if (worker && staffId) (joins.staffIds ??= new Map()).set(worker, staffId);
}

/** Whether a row of the dataset, which holds everybody, is about a child in care: other rows are none of our business. */
export function concerns(
  sheet: SheetCode,
  read: Readonly<Record<string, unknown>>,
  { joins, mapping, dataset }: Around
): boolean {
  if (!dataset) return true;
  const person = textIn(read, 'lcs_id');
  if (sheet === 'children') return person === null || joins.care?.has(person) === true;
  if (sheet === 'reviews') return person === null || joins.periods.has(person);
  if (sheet !== 'allocations') return true;
  const role = allocationRole(mapping, textIn(read, 'role') ?? '');
  return role !== null && role !== 'ignore' && (person === null || joins.care === null || joins.care.has(person));
}
