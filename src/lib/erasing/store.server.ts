import { sql, type Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { TableName, Tables } from '#lib/server/database/tables.ts';
import type { Belonging, Goes } from './what-goes.ts';

/** This child and every record that was merged into theirs. Empty when there is no such child. */
export async function oneChild(ctx: Context, childId: string): Promise<string[]> {
  const found = new Set<string>();
  for (let ask = [childId]; ask.length > 0;) {
    const [asked] = [ask];
    const rows = await ctx.db
      .selectFrom('children')
      .select('id')
      .where((is) => is.or([is('id', 'in', asked), is('merged_into', 'in', asked)]))
      .execute();
    ask = rows.map(({ id }) => id).filter((id) => !found.has(id));
    for (const id of ask) found.add(id);
  }
  return [...found];
}

/** The keys of rows of one table that belong by one of its columns to one of these. */
export const keysOf = (ctx: Context, { table, key = 'id' }: Goes, by: Belonging, ids: readonly string[]): Promise<string[]> =>
  inSlices(ids, async (slice) => {
    const values = slice.map((id) => `${by.prefix ?? ''}${id}`);
    const and = by.and ? sql`and ${sql.ref(by.and.column)} = ${by.and.is}` : sql``;
    const { rows } = await sql<{ key: string | number }>`
      select ${sql.ref(key)} as key from ${sql.table(table)}
      where ${sql.ref(by.column)} in (${sql.join(values)}) ${and}`.execute(ctx.db);
    return rows.map((row) => String(row.key));
  });

/** Rows of a table that name one of these ids somewhere in a text column. */
export async function mentioning(ctx: Context, at: { table: TableName; key: string; column: string }, ids: ReadonlySet<string>) {
  const { rows } = await sql<{ key: string; text: string }>`
    select ${sql.ref(at.key)} as key, ${sql.ref(at.column)} as text from ${sql.table(at.table)}`.execute(ctx.db);
  return rows.filter(({ text }) => uuidsIn(text).some((id) => ids.has(id))).map(({ key }) => key);
}

const uuidsIn = (text: string): string[] => text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];

/** Deletes rows by their keys; says how many there were. */
export async function remove(ctx: Context, table: TableName, key: string, keys: readonly string[]): Promise<number> {
  const numbered = table === 'data_keys';
  const counts = await inSlices(keys, async (slice) => {
    const values = numbered ? slice.map(Number) : slice;
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where ${sql.ref(key)} in (${sql.join(values)})`.execute(ctx.db);
    return [Number(numAffectedRows ?? 0)];
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Views, requests and messages about these children that nobody opened, and alerts that are not done. */
export async function unread(ctx: Context, childIds: readonly string[]) {
  const [views, requests, messages, alerts, talks] = [
    ctx.db
      .selectFrom('contributions')
      .select('id')
      .where('about_child_id', 'in', [...childIds])
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('openings').select('openings.id').whereRef('contribution_id', '=', 'contributions.id')))
      ),
    ctx.db
      .selectFrom('requests')
      .select('id')
      .where('child_id', 'in', [...childIds])
      .where('taken_back_at', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('request_openings').select('request_openings.id').whereRef('request_id', '=', 'requests.id')))
      ),
    ctx.db
      .selectFrom('messages')
      .select('id')
      .where('child_id', 'in', [...childIds])
      .where('author', '!=', 'staff')
      .where('opened_at', 'is', null),
    ctx.db
      .selectFrom('items')
      .select('id')
      .where('child_id', 'in', [...childIds])
      .where('kind', 'in', ['unsafe', 'unsafe-duty', 'unsafe-manager'])
      .where('done_at', 'is', null),
    ctx.db
      .selectFrom('items')
      .select('id')
      .where('child_id', 'in', [...childIds])
      .where('kind', '=', 'talk-times')
      .where('first_opened_at', 'is', null)
      .where('done_at', 'is', null)
  ];
  return {
    views: (await views.execute()).length,
    // Times picked for a talk are asked for too.
    requests: (await requests.execute()).length + (await talks.execute()).length,
    messages: (await messages.execute()).length,
    alerts: (await alerts.execute()).length
  };
}

/** Deletes what imports that began before `before` left staged; says whether any other has rows staged now. */
export async function importAtWork(ctx: Context, before: string): Promise<boolean> {
  const old = ctx.db.selectFrom('imports').select('id').where('started_at', '<', before);
  await ctx.db.deleteFrom('staged_rows').where('import_id', 'in', old).execute();
  return (await ctx.db.selectFrom('staged_rows').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Deletes what any import left staged. */
export const clearStaged = (ctx: Context) => ctx.db.deleteFrom('staged_rows').execute();

export async function keep(ctx: Context, row: Insertable<Tables['erasures']>): Promise<void> {
  await ctx.db.insertInto('erasures').values(row).execute();
}

export const receipts = (ctx: Context) => ctx.db.selectFrom('erasures').selectAll().orderBy('erased_at').orderBy('id').execute();
