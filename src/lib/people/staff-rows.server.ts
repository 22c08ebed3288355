import type { Context } from '#lib/context.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import type { Safe } from '#lib/server/keys/vault.ts';
import { UNREADABLE, type RoleHeld, type StaffCard, type StaffGiven } from './staff.ts';
import type * as store from './store.server.ts';

type Row = NonNullable<Awaited<ReturnType<typeof store.oneStaff>>>;

/** A role as its row. */
export const roleRow = (ctx: Context, staffId: string, role: RoleHeld) => ({
  id: ctx.ids(),
  staff_id: staffId,
  role: role.role,
  from_on: role.fromOn,
  to_on: role.toOn
});

/**
 * A member of staff as their row: what was not given stays as it was.
 * Throws `damaged` when something that is to stay cannot be opened: it must not be lost for good.
 */
export async function rowOf(ctx: Context, id: string, given: StaffGiven, before: Row | undefined) {
  const safe = await safeFor(ctx, id);
  const rev = (before?.rev ?? 0) + 1;
  const keep = (column: SealedColumn, value: string | null | undefined) =>
    value === undefined && before ? sealedRow(safe, 'staff', before).whole(column) : value;
  const seal = (column: SealedColumn, value: string | null | undefined) => {
    const text = keep(column, value);
    return text ? safe.seal('staff', column, id, rev, text) : null;
  };
  const email = keep('email_sealed', given.email);
  return {
    id,
    name_sealed: safe.seal('staff', 'name_sealed', id, rev, given.name),
    called_sealed: seal('called_sealed', given.called),
    email_sealed: seal('email_sealed', email),
    phone_sealed: seal('phone_sealed', given.phone),
    email_index: email ? ctx.vault.index('staff-email', email) : null,
    photo_id: given.photoId === undefined ? (before?.photo_id ?? null) : given.photoId,
    working_days: given.workingDays ?? before?.working_days ?? '12345',
    reply_days: given.replyDays ?? before?.reply_days ?? 3,
    team: given.team === undefined ? (before?.team ?? null) : given.team,
    active: given.active === undefined ? (before?.active ?? 1) : flag(given.active),
    shown_openly: given.shownOpenly === undefined ? (before?.shown_openly ?? 0) : flag(given.shownOpenly),
    rev,
    changed_at: ctx.now.toISOString()
  };
}

const flag = (yes: boolean): 0 | 1 => (yes ? 1 : 0);

const safeFor = (ctx: Context, id: string) => ctx.vault.safe(ctx.db, { kind: 'staff', id }, 'record');

type SealedColumn = 'name_sealed' | 'called_sealed' | 'email_sealed' | 'phone_sealed';

/** A row as others see it; what does not open is said so. */
export function cardOf(safe: Safe | undefined, row: Row): StaffCard {
  const text = safe && sealedRow(safe, 'staff', row);
  const name = text?.shown('name_sealed') ?? UNREADABLE;
  return {
    id: row.id,
    name,
    called: text?.shown('called_sealed') ?? name.split(' ')[0] ?? name,
    phone: text?.shown('phone_sealed') ?? null,
    email: text?.shown('email_sealed') ?? null,
    photoId: row.photo_id,
    workingDays: row.working_days,
    replyDays: row.reply_days,
    active: row.active === 1
  };
}
