import { sql, type CreateTableBuilder } from 'kysely';
import type { Engine, Tx } from '#lib/server/database/open.ts';

/**
 * A column in one word: `key` (text primary key), `number` (an integer primary key the database counts up),
 * `text`, `integer`, `blob`; with `?` it may be null; `> table` makes it point at that table's id.
 */
export type Column = string;

/**
 * Creates one table with the same meaning in both databases (STRICT on SQLite). `unordered`: its rows must not tell in which
 * order they came, so SQLite gives them no numbers of their own.
 */
export async function create(
  tx: Tx,
  engine: Engine,
  table: string,
  columns: Record<string, Column>,
  how: 'unordered' | null = null
): Promise<void> {
  let builder: CreateTableBuilder<string, string> = tx.schema.createTable(table);
  for (const [name, column] of Object.entries(columns)) builder = add(builder, engine, name, column);
  if (engine === 'sqlite') builder = builder.modifyEnd(how === 'unordered' ? sql`strict, without rowid` : sql`strict`);
  await builder.execute();
}

function add(builder: CreateTableBuilder<string, string>, engine: Engine, name: string, column: Column) {
  const [kind = '', target] = column.split(' > ');
  if (kind === 'key') return builder.addColumn(name, 'text', (built) => built.primaryKey().notNull());
  if (kind === 'number')
    return builder.addColumn(name, 'integer', (built) =>
      engine === 'postgres' ? built.generatedByDefaultAsIdentity().primaryKey() : built.primaryKey().autoIncrement()
    );
  const type = kind.startsWith('blob') ? sql.raw(engine === 'postgres' ? 'bytea' : 'blob') : kindOf(kind);
  return builder.addColumn(name, type, (built) => {
    const nullable = kind.endsWith('?') ? built : built.notNull();
    return target ? nullable.references(`${target}.id`) : nullable;
  });
}

const kindOf = (kind: string) => (kind.startsWith('integer') ? 'integer' : 'text');

/** An index, unique or not, named after its table and columns. */
export async function index(tx: Tx, table: string, columns: readonly string[], unique = false): Promise<void> {
  let builder = tx.schema
    .createIndex(`${table}_${columns.join('_')}`)
    .on(table)
    .columns([...columns]);
  if (unique) builder = builder.unique();
  await builder.execute();
}
