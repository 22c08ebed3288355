import { Refusal } from '#lib/errors.ts';
import type { TableName } from '#lib/server/database/tables.ts';
import type { Safe } from '#lib/server/keys/vault.ts';

/** The columns of a row that hold sealed bytes. */
type SealedColumn<Row> = { [Column in keyof Row & string]: Row[Column] extends Uint8Array | null ? Column : never }[keyof Row &
  string];

/** The sealed columns of one row, opened. */
export type SealedRow<Column> = Readonly<{
  /** For showing: null when it is empty, or cannot be opened (the page says so, and the rest stands). */
  shown(column: Column): string | null;
  /** For writing it anew: throws `damaged` rather than let what cannot be opened be lost for good. */
  whole(column: Column): string | null;
}>;

/** Reads columns of `row`, each under its own name, row id and the row's revision. */
export function sealedRow<Row extends Readonly<{ id: string; rev: number }>>(
  safe: Safe,
  table: TableName,
  row: Row
): SealedRow<SealedColumn<Row>> {
  const open = (column: SealedColumn<Row>) => {
    const sealed: unknown = row[column];
    return sealed instanceof Uint8Array ? safe.open(table, column, row.id, row.rev, sealed) : null;
  };
  return {
    shown(column) {
      const text = open(column);
      return typeof text === 'string' ? text : null;
    },
    whole(column) {
      const text = open(column);
      if (typeof text === 'symbol') throw new Refusal('damaged');
      return text;
    }
  };
}
