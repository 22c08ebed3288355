import * as v from 'valibot';
import type { CellRules, Values } from './cells.ts';
import type { Column, ColumnKind, SheetCode, sheets } from './columns.ts';
import { isProblemCode, type Finding, type ProblemCode } from './problems.ts';
import { postcode } from './refused.ts';

type Sheets = typeof sheets;
type ColumnsOf<S extends SheetCode> = Sheets[S]['columns'];
type ValueOf<C> = C extends { kind: infer K extends ColumnKind } ? Values[K] : never;

/**
 * One row of a sheet, read: needed columns have their value; of the others null means "empty in the file" and
 * missing means "the file has no such column".
 */
export type RowOf<S extends SheetCode> = {
  -readonly [C in keyof ColumnsOf<S> as ColumnsOf<S>[C] extends { needed: true } ? C : never]: ValueOf<ColumnsOf<S>[C]>;
} & {
  -readonly [C in keyof ColumnsOf<S> as ColumnsOf<S>[C] extends { needed: true } ? never : C]?: ValueOf<ColumnsOf<S>[C]> | null;
};

/** Where each of a sheet's columns is in one file, and by which rules it is read. */
export type Placed = Readonly<Record<string, { index: number; header: string; column: Column; rules: CellRules }>>;

export type RowRead<S extends SheetCode> = {
  /** Null when a cell has a problem: a row is taken whole or not at all. */
  row: RowOf<S> | null;
  /** What could be read, for naming what depends on a refused row. */
  read: Readonly<Record<string, unknown>>;
  findings: Omit<Finding, 'file' | 'line'>[];
};

/** Cleans a cell: no-break spaces, runs of spaces, zero-width signs; composed letters. Line breaks stay in addresses. */
export const clean = (cell: string): string =>
  cell
    .normalize('NFC')
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\r/g, '')
    .trim();

/** What is wrong with a cell whatever its kind; null: nothing. */
function damage(text: string, kind: ColumnKind): ProblemCode | null {
  if (/^[=@]/.test(text) || /^#(REF|N\/A|VALUE|NAME|DIV\/0|NULL|NUM|SPILL|CALC)[!?]?/.test(text)) return 'formula';
  if (/^[+-]/.test(text) && !(kind === 'phone' && text.startsWith('+'))) return 'formula';
  if (/^#+$/.test(text)) return 'hashes';
  if (text.includes('\ufffd')) return 'lost-letters';
  // What UTF-8 looks like after it was read as Windows-1252.
  if (/Ã[\u0080-\u00bf©«»]|â€|Å[\u0080-\u00bf‚„…†‡]|Ä[\u0080-\u00bf‚„…†‡]/.test(text)) return 'twice-encoded';
  // eslint-disable-next-line no-control-regex -- these are what it looks for
  if (/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text)) return 'control';
  return (kind === 'words' || kind === 'code') && postcode.test(text) ? 'postcode' : null;
}

/** Reads one record's cells by the rules of its sheet's columns. */
export function readRow<S extends SheetCode>(placed: Placed, cells: readonly string[]): RowRead<S> {
  const read: Record<string, unknown> = {};
  const findings: RowRead<S>['findings'] = [];
  for (const [name, { index, header, column, rules }] of Object.entries(placed)) {
    const result = readCell(column, rules, clean(cells[index] ?? ''));
    if ('code' in result) findings.push({ column: header, code: result.code });
    else read[name] = result.value;
  }
  // The columns were read by the kinds that RowOf is made from, and none of them failed.
  return { row: findings.length === 0 ? (read as RowOf<S>) : null, read, findings };
}

function readCell(column: Column, rules: CellRules, text: string): { value: unknown } | { code: ProblemCode } {
  if (text === '' || /^null$/i.test(text)) return column.needed ? { code: 'empty' } : { value: null };
  const damaged = damage(text, column.kind);
  if (damaged) return { code: damaged };
  const parsed = v.safeParse(rules[column.kind], text);
  if (parsed.success) return { value: parsed.output };
  const [{ message }] = parsed.issues;
  return { code: isProblemCode(message) ? message : 'not-applied' };
}
