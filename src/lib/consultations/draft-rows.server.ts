import type { Selectable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type DraftRow = Selectable<Tables['drafts']>;

/** A draft's body, sealed for the row `id` under its revision `rev`. */
export async function sealBody(ctx: Context, childId: string, id: string, rev: number, body: object): Promise<Uint8Array> {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
  return safe.seal('drafts', 'body_sealed', id, rev, JSON.stringify(body));
}

/** A draft's body as it was written; null when it cannot be opened. */
export async function bodyIn(ctx: Context, row: DraftRow): Promise<string | null> {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.about_child_id }, 'private');
  const body = safe.open('drafts', 'body_sealed', row.id, row.rev, row.body_sealed);
  return body === DAMAGED ? null : body;
}
