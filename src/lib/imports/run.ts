import type { Context } from '#lib/context.ts';
import type { Finding, ProblemCode } from './problems.ts';
import type { Entity, Found, Outcome } from './record.ts';

/** One import while it runs. */
export type Run = {
  id: string;
  system: string;
  /** A fresh context: one a slice. */
  contexts: () => Context;
  findings: Finding[];
  changes: Change[];
  /** Known records (our rows' ids) that were missing and are sent again. */
  back: string[];
  /** Rows, one after the other, that could not be saved and nobody knows why. */
  failures: number;
  /** The name that a file gives one of our columns. */
  headerIn: (file: string, column: string) => string;
};

/** A record that is known and differs: in which of our fields. */
export type Change = Readonly<{ file: string; line: number; entity: Entity; fields: readonly string[] }>;

/** A record that was sent before and is not in this file. It goes on as it is. */
export type Missing = Readonly<{ entity: Entity; key: string; since: string | null }>;

export type Counts = Record<Entity, Partial<Record<Outcome | 'missing', number>>>;

/** A staged row, opened. Null: it had a problem before it could be staged. */
export type Opened = Readonly<{
  id: string;
  file: string;
  line: number;
  slice: number;
  entity: Entity;
  keyIndex: string;
  rowIndex: string;
  found: Found | null;
}>;

export const pause = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));

/** Notes what is wrong with a row, under the name its file gives the column. */
export const find = (run: Run, row: { file: string; line: number }, code: ProblemCode, column: string | null = null) =>
  run.findings.push({ file: row.file, line: row.line, column: column === null ? null : run.headerIn(row.file, column), code });

/** The column by which a record is known. */
export const keyColumn: Readonly<Record<string, string>> = {
  staff: 'staff_id',
  child: 'lcs_id',
  contact: 'contact_ref',
  allocation: 'allocation_ref',
  cover: 'allocation_ref',
  absence: 'staff_id',
  review: 'review_ref'
};
