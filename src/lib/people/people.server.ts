import { removePhoto } from '#lib/attachments/attachments.server.ts';
import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context, type StaffRole } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { holdsOn, type StaffCard, type StaffGiven } from './staff.ts';
import { cardOf, roleRow, rowOf, type Row } from './staff-rows.server.ts';
import * as store from './store.server.ts';

const ROLES: readonly StaffRole[] = ['iro', 'manager', 'social_worker', 'admin', 'advocate'];

/** Makes a member of staff, or changes one (`id`): what is left out stays. Returns the id; `not-found` if there is none. */
export async function saveStaff(ctx: Context, given: StaffGiven): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'staff.save');
    const before = given.id === undefined ? undefined : await store.oneStaff(ctx, given.id);
    if (given.id !== undefined && !before) throw notFound();
    const id = before?.id ?? ctx.ids();
    const row = await rowOf(ctx, id, given, before);
    if (before) await store.updateStaff(ctx, id, row);
    else await store.insertStaff(ctx, row);
    if (given.roles)
      await store.replaceRoles(
        ctx,
        id,
        given.roles.map((role) => roleRow(ctx, id, role))
      );
    await record(ctx, { verb: 'staff.save', subject: 'staff', subjectId: id, reason: before ? 'changed' : 'new' });
    return id;
  });
}

/** The cards of these people; unknown ids are missing from the map. Asks no permission: its callers are verbs. */
export async function staffCards(ctx: Context, ids: readonly string[]): Promise<Map<string, StaffCard>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return cardsOf(ctx, await store.manyStaff(ctx, wanted));
}

async function cardsOf(ctx: Context, rows: readonly Row[]): Promise<Map<string, StaffCard>> {
  const safes = await ctx.vault.safes(
    ctx.db,
    'staff',
    rows.map((row) => row.id),
    'record'
  );
  return new Map(rows.map((row) => [row.id, cardOf(safes.get(row.id), row)]));
}

const isRole = (role: string): role is StaffRole => ROLES.some((known) => known === role);

/** The roles this person holds today; none when they have left. Asks no permission: its callers are verbs. */
export async function rolesOf(ctx: Context, staffId: string): Promise<StaffRole[]> {
  const person = await store.oneStaff(ctx, staffId);
  if (person?.active !== 1) return [];
  return [...((await rolesToday(ctx, [staffId])).get(staffId) ?? [])];
}

async function rolesToday(ctx: Context, ids: readonly string[]): Promise<Map<string, Set<StaffRole>>> {
  const today = dayOf(ctx.now);
  const held = new Map<string, Set<StaffRole>>();
  for (const row of ids.length > 0 ? await store.rolesHeld(ctx, ids) : []) {
    if (!isRole(row.role) || !holdsOn({ fromOn: row.from_on, toOn: row.to_on }, today)) continue;
    held.set(row.staff_id, (held.get(row.staff_id) ?? new Set()).add(row.role));
  }
  return held;
}

/** Gives them another photograph (an attachment's id) or none; the one before it is deleted. */
export async function setStaffPhoto(ctx: Context, staffId: string, photoId: string | null): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'staff.save');
    const before = await store.oneStaff(ctx, staffId);
    if (!before) throw notFound();
    await store.updateStaff(ctx, staffId, { photo_id: photoId, changed_at: ctx.now.toISOString() });
    if (before.photo_id && before.photo_id !== photoId) await removePhoto(ctx, before.photo_id);
    await record(ctx, { verb: 'staff.save', subject: 'staff', subjectId: staffId, reason: 'photo' });
  });
}

/** The id of the active member of staff with this e-mail address (any case), or null. Asks no permission. */
export async function staffByIndex(ctx: Context, email: string): Promise<string | null> {
  return (await store.byEmailIndex(ctx, ctx.vault.index('staff-email', email)))?.id ?? null;
}

/** Everyone, by name, with the roles they hold today: for a manager and for commands. */
export async function listStaff(ctx: Context): Promise<(StaffCard & { roles: StaffRole[]; team: string | null })[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'staff.list');
    const rows = await store.everyone(ctx);
    const cards = await cardsOf(ctx, rows);
    const roles = await rolesToday(
      ctx,
      rows.map((row) => row.id)
    );
    return rows
      .flatMap((row) => {
        const card = cards.get(row.id);
        return card ? [{ ...card, roles: [...(roles.get(row.id) ?? [])], team: row.team }] : [];
      })
      .sort((a, b) => a.name.localeCompare(b.name));
  });
}
