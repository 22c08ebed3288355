import type { Context } from '#lib/context.ts';

export const all = (ctx: Context) => ctx.db.selectFrom('council_settings').select(['key', 'value']).execute();

export async function put(ctx: Context, key: string, value: string): Promise<void> {
  const row = { key, value, changed_at: ctx.now.toISOString() };
  await ctx.db
    .insertInto('council_settings')
    .values(row)
    .onConflict((on) => on.column('key').doUpdateSet({ value: row.value, changed_at: row.changed_at }))
    .execute();
}
