import { dayOf, type Context } from '#lib/context.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import type { Safe } from '#lib/server/keys/vault.ts';
import { isRelation, type ContactFull } from './contact.ts';
import * as store from './store.server.ts';

/** What to print where a name could not be opened: the same in every language. */
const UNREADABLE = '…';

/**
 * Everybody around a child with how they can be reached, also who is around them no longer; in the order in which they were
 * put down. Asks no permission: its callers are verbs for staff, and no page of a child or a contact may show it.
 */
export async function contactsAround(ctx: Context, childId: string): Promise<ContactFull[]> {
  const rows = await store.everyContact(ctx, childId);
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'record');
  return rows.map((row) => fullOf(ctx, safe, row));
}

/** One person around some child; null when there is none. Asks no permission: its callers are verbs for staff. */
export async function contactOf(ctx: Context, id: string): Promise<ContactFull | null> {
  const row = await store.oneContact(ctx, id);
  if (!row) return null;
  return fullOf(ctx, await ctx.vault.safe(ctx.db, { kind: 'child', id: row.child_id }, 'record'), row);
}

/** Several people, around whichever children, by id. Asks no permission: its callers are verbs for staff. */
export async function contactsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, ContactFull>> {
  const rows = await store.contactsBy(ctx, ids);
  const safes = await ctx.vault.safes(ctx.db, 'child', [...new Set(rows.map((row) => row.child_id))], 'record');
  return new Map(
    rows.flatMap((row) => {
      const safe = safes.get(row.child_id);
      return safe ? [[row.id, fullOf(ctx, safe, row)] as const] : [];
    })
  );
}

function fullOf(ctx: Context, safe: Safe, row: NonNullable<Awaited<ReturnType<typeof store.oneContact>>>): ContactFull {
  const text = sealedRow(safe, 'contacts', row);
  const reach = ['email_sealed', 'phone_sealed', 'postal_sealed'] as const;
  return {
    id: row.id,
    childId: row.child_id,
    name: text.shown('name_sealed') ?? UNREADABLE,
    relation: isRelation(row.relation) ? row.relation : 'other',
    email: text.shown('email_sealed'),
    phone: text.shown('phone_sealed'),
    postal: text.shown('postal_sealed'),
    damaged: text.shown('name_sealed') === null || reach.some((column) => row[column] !== null && text.shown(column) === null),
    mayInvite: row.may_invite === 1,
    ended: row.ended_on !== null && row.ended_on <= dayOf(ctx.now)
  };
}
