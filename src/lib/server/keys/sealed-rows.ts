import { sql } from 'kysely';
import type { Db, Tx } from '#lib/server/database/open.ts';
import { subjectIn, type Purpose, type Subject } from './data-keys.ts';
import type { SealedColumns } from './sealed-columns.ts';

/** A row with sealed columns, whatever its table. Read by name, because the list of columns is data. */
export type SealedRow = Readonly<{
  id: string;
  rev: number;
  subject: Subject;
  purpose: Purpose;
  sealed: ReadonlyMap<string, Uint8Array>;
}>;

/** Some rows of one table after an id, in the order of ids. */
export async function sealedRows(
  db: Db | Tx,
  entry: SealedColumns,
  installation: string,
  after: string,
  limit: number
): Promise<SealedRow[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select ${namesOf(entry)} from ${sql.table(entry.table)}
    where ${sql.ref('id')} > ${after} order by ${sql.ref('id')} limit ${limit}`.execute(db);
  return rows.map((row) => read(entry, row, installation));
}

/** One row by its id; null when it is not there. */
export async function sealedRow(db: Db, entry: SealedColumns, installation: string, id: string): Promise<SealedRow | null> {
  const { rows } = await sql<Record<string, unknown>>`
    select ${namesOf(entry)} from ${sql.table(entry.table)} where ${sql.ref('id')} = ${id}`.execute(db);
  return rows[0] ? read(entry, rows[0], installation) : null;
}

const namesOf = (entry: SealedColumns) =>
  sql.join([...new Set(['id', ...entry.columns, ...plainColumns(entry)])].map((name) => sql.ref(name)));

const read = (entry: SealedColumns, row: Record<string, unknown>, installation: string): SealedRow => ({
  id: String(row.id),
  rev: entry.rev === 0 ? 0 : Number(row[entry.rev]),
  subject: subjectOf(entry, row, installation),
  purpose: purposeOf(entry, row),
  sealed: new Map(entry.columns.flatMap((name): [string, Uint8Array][] => withBytes(name, row[name])))
});

function plainColumns({ rev, subject, purpose }: SealedColumns): string[] {
  return [
    ...(rev === 0 ? [] : [rev]),
    ...(subject === 'installation' ? [] : [subject.id, ...('kindIn' in subject ? [subject.kindIn] : [])]),
    ...(typeof purpose === 'string' ? [] : [purpose.by])
  ];
}

function subjectOf({ subject }: SealedColumns, row: Record<string, unknown>, installation: string): Subject {
  if (subject === 'installation') return { kind: 'installation', id: installation };
  const kind = 'kindIn' in subject ? String(row[subject.kindIn]) : subject.kind;
  return subjectIn(kind, String(row[subject.id]));
}

const purposeOf = ({ purpose }: SealedColumns, row: Record<string, unknown>): Purpose =>
  typeof purpose === 'string' ? purpose : row[purpose.by] === purpose.shared ? 'shared' : 'private';

const withBytes = (name: string, value: unknown): [string, Uint8Array][] => (value instanceof Uint8Array ? [[name, value]] : []);

/**
 * Puts other bytes into sealed columns of one row, if they still hold what was read: a newer value is never overwritten
 * by an older one. Returns whether it did.
 */
export async function exchange(
  tx: Tx,
  entry: SealedColumns,
  row: SealedRow,
  anew: ReadonlyMap<string, Uint8Array>
): Promise<boolean> {
  const set = [...anew].map(([name, bytes]) => sql`${sql.ref(name)} = ${bytes}`);
  const same = [...anew.keys()].map((name) => sql`${sql.ref(name)} = ${row.sealed.get(name)}`);
  const rev = entry.rev === 0 ? [] : [sql`${sql.ref(entry.rev)} = ${row.rev}`];
  const { numAffectedRows } = await sql`
    update ${sql.table(entry.table)} set ${sql.join(set)}
    where ${sql.ref('id')} = ${row.id} and ${sql.join([...rev, ...same], sql` and `)}`.execute(tx);
  return numAffectedRows === 1n;
}

/** The key ids that fields of one table name, read without opening anything; some rows at a time. */
export async function namedKeys(db: Db, entry: SealedColumns, after: string | number, limit: number) {
  const key = entry.key?.column ?? 'id';
  const heads = entry.columns.map((name) => sql`substr(${sql.ref(name)}, 2, 4) as ${sql.ref(name)}`);
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.ref(key)}, ${sql.join(heads)} from ${sql.table(entry.table)}
    where ${sql.ref(key)} > ${after} order by ${sql.ref(key)} limit ${limit}`.execute(db);
  const ids = rows.flatMap((row) =>
    entry.columns.flatMap((name) => {
      const head = row[name];
      return head instanceof Uint8Array && head.length === 4 ? [Buffer.from(head).readUInt32BE(0)] : [];
    })
  );
  return { ids, last: rows.at(-1)?.[key] };
}
