import type { Context } from '#lib/context.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import { mayHavePostal, type ContactGiven } from './contact.ts';
import type * as store from './store.server.ts';

type Row = NonNullable<Awaited<ReturnType<typeof store.oneContact>>>;

/**
 * The row to write: what was given over what was there, sealed anew under the next revision.
 * Throws `damaged` when something that is to stay cannot be opened: it must not be lost for good.
 */
export async function contactRow(ctx: Context, id: string, given: ContactGiven, before: Row | undefined) {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: given.childId }, 'record');
  const rev = (before?.rev ?? 0) + 1;
  const seal = (column: SealedColumn, value: string | null | undefined) => {
    const text = value === undefined && before ? sealedRow(safe, 'contacts', before).whole(column) : value;
    return text ? safe.seal('contacts', column, id, rev, text) : null;
  };
  return {
    id,
    child_id: given.childId,
    relation: given.relation,
    name_sealed: safe.seal('contacts', 'name_sealed', id, rev, given.name),
    email_sealed: seal('email_sealed', given.email),
    phone_sealed: seal('phone_sealed', given.phone),
    // Who turns out not to be a parent keeps no address either.
    postal_sealed: mayHavePostal(given.relation) ? seal('postal_sealed', given.postal) : null,
    may_invite: flag(given.mayInvite ?? before?.may_invite === 1),
    in_circle: flag(given.inCircle ?? before?.in_circle === 1),
    ended_on: given.endedOn === undefined ? (before?.ended_on ?? null) : given.endedOn,
    rev,
    changed_at: ctx.now.toISOString()
  };
}

type SealedColumn = 'email_sealed' | 'phone_sealed' | 'postal_sealed';

const flag = (yes: boolean): 0 | 1 => (yes ? 1 : 0);
