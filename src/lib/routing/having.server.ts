import type { Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import * as store from './climbing.store.server.ts';

/* "I have it": one named person does something about what cannot wait. Neither asks a permission: their callers are verbs. */

/** Whoever asks has it, unless somebody said so before; what climbed stops climbing. In the caller's transaction. True: they are the first. */
export async function haveItems(ctx: Context, subject: string, subjectId: string): Promise<boolean> {
  if (!ctx.db.isTransaction) throw new Error('having it is kept in the transaction of who may');
  if (ctx.actor.kind !== 'staff') throw notFound();
  return store.hadFirst(ctx, subject, subjectId, ctx.actor.id);
}

export type Had = Readonly<{ staffId: string; at: string }>;

/** Who said that they have it, of each of these; what nobody has is missing. */
export async function whoHas(ctx: Context, subject: string, subjectIds: readonly string[]): Promise<Map<string, Had>> {
  const rows = await store.hadOf(ctx, subject, subjectIds);
  return new Map(
    rows.flatMap(({ subject_id, had_by, had_at }): [string, Had][] =>
      had_by !== null && had_at !== null ? [[subject_id, { staffId: had_by, at: had_at }]] : []
    )
  );
}
