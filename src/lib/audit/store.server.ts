import { sql, type Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { lockChain } from '#lib/server/database/dialects/locks.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/** The last entry's hash, with the chain held until the transaction ends; 32 zero bytes when it is empty. */
export async function headOf(ctx: Context): Promise<Uint8Array> {
  await lockChain(ctx.db);
  const last = await ctx.db.selectFrom('audit').select('hash').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last?.hash ?? Buffer.alloc(32);
}

export async function appendEntry(ctx: Context, entry: Insertable<Tables['audit']>): Promise<void> {
  await ctx.db.insertInto('audit').values(entry).execute();
}

export function readFrom(ctx: Context, after: number, limit: number) {
  return ctx.db
    .selectFrom('audit')
    .selectAll()
    .where(sql<boolean>`seq > ${after}`)
    .orderBy('seq')
    .limit(limit)
    .execute();
}
