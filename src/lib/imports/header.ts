import { parse } from 'csv-parse/sync';
import { plainName, sheets, type Column, type SheetCode } from './columns.ts';
import type { FileRefusal } from './problems.ts';
import { separators, WrongStructure, type Separator } from './reading.ts';
import { neverRead, pardoned, refusedColumns } from './refused.ts';
import { clean } from './rows.ts';

/** The row that names a file's columns, and which of ours they are. */
export type Header = { separator: Separator; line: number; cells: string[]; names: Map<string, number>; sheet: SheetCode };

export const refused = (file: string, line: number | null, column: string | null, why: string, todo: string) =>
  new WrongStructure({ file, line, column, why, todo } satisfies FileRefusal);

export const columnsOf = (sheet: SheetCode): [string, Column][] => Object.entries(sheets[sheet].columns);
const isSheet = (name: string | undefined): name is SheetCode => name !== undefined && Object.hasOwn(sheets, name);
export const neededOf = (sheet: string) =>
  isSheet(sheet)
    ? columnsOf(sheet)
        .filter(([, { needed }]) => needed)
        .map(([name]) => name)
        .join(', ')
    : '';

/** The row, among the first 20, and the separator under which most of a sheet's columns are found. */
export function headerOf(head: string, named: string | undefined): Header | null {
  let best: Header | null = null;
  const candidates = isSheet(named) ? [named] : Object.keys(sheets).filter(isSheet);
  for (const separator of separators)
    for (const { line, cells } of firstRows(head, separator))
      for (const sheet of candidates) {
        const names = namesIn(sheet, cells);
        const enough = named ? names.size >= 2 : columnsOf(sheet).every(([name, { needed }]) => !needed || names.has(name));
        if (enough && names.size > (best?.names.size ?? 0)) best = { separator, line, cells, names, sheet };
      }
  return best;
}

function firstRows(head: string, separator: Separator): { line: number; cells: string[] }[] {
  const lines = head.split(/\r\n|\n|\r/).slice(0, 20);
  return lines.flatMap((text, index) => {
    if (text.trim() === '') return [];
    const [cells = []]: string[][] = parse(text, {
      delimiter: separator,
      relax_quotes: true,
      relax_column_count: true,
      skip_records_with_error: true
    });
    return [{ line: index + 1, cells }];
  });
}

/** Our column name -> its place in the file. */
function namesIn(sheet: SheetCode, cells: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  const plain = cells.map(plainName);
  for (const [name, column] of columnsOf(sheet)) {
    const index = [name, ...column.also].map((known) => plain.indexOf(known)).find((at) => at >= 0);
    if (index !== undefined && ![...found.values()].includes(index)) found.set(name, index);
  }
  return found;
}

/** Throws `WrongStructure` for a column we never hold, one that is there twice, or a needed one that is not there. */
export function judgeHeader(file: string, header: Header): void {
  const plain = header.cells.map(plainName);
  for (const [index, name] of plain.entries()) {
    const known = refusedColumns.find(({ pattern }) => pattern.test(name));
    const allowed = pardoned.has(name) && (name !== 'postal_address' || header.sheet === 'contacts');
    if (known && !allowed)
      throw refused(
        file,
        header.line,
        header.cells[index] ?? null,
        `it has a column with ${known.what}, which we never hold`,
        'leave that column out of the export'
      );
    if (name !== '' && plain.indexOf(name) !== index && [...header.names.values()].includes(plain.indexOf(name)))
      throw refused(file, header.line, header.cells[index] ?? null, 'it has this column twice', 'leave one of them out');
  }
  for (const [name, column] of columnsOf(header.sheet))
    if (column.needed && !header.names.has(name))
      throw refused(file, header.line, name, 'it has no such column', `add it, or one of: ${column.also.join(', ')}`);
}

/** The name a file gives one of our columns. */
export const headerCell = (header: Header, name: string) => clean(header.cells[header.names.get(name) ?? -1] ?? name);

/** The columns that are not taken, by name, and what they are where we know. */
export function ignoredIn(header: Header): string[] {
  const taken = new Set(header.names.values());
  return header.cells.flatMap((cell, index) => {
    if (taken.has(index) || clean(cell) === '') return [];
    const known = neverRead.find(({ pattern }) => pattern.test(plainName(cell)));
    // A cell that does not look like a column's name is not repeated.
    const name = /^[\p{L}\p{N} _./()?-]{1,48}$/u.test(clean(cell)) ? clean(cell) : `column ${index + 1}`;
    return [known ? `${name} (${known.what}: never read)` : name];
  });
}
