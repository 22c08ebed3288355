import type { Context } from '#lib/context.ts';
import type { Finding } from './problems.ts';
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
