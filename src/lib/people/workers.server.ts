import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import type { RoleHeld, StaffGiven } from './staff.ts';
import { cardOf, roleRow, rowOf } from './staff-rows.server.ts';
import * as store from './store.server.ts';

/** Somebody who works here, or did: who they are, and which roles they hold today or will. */
export type WorkerRow = Readonly<{
  id: string;
  name: string;
  email: string | null;
  active: boolean;
  roles: readonly RoleHeld[];
}>;

/** Everybody who works here or did, by name. Asks no permission: its callers are verbs. */
export async function everybody(ctx: Context): Promise<WorkerRow[]> {
  const rows = await store.allStaff(ctx);
  const safes = await ctx.vault.safes(
    ctx.db,
    'staff',
    rows.map(({ id }) => id),
    'record'
  );
  const roles = Map.groupBy(await store.rolesFrom(ctx, dayOf(ctx.now)), ({ staffId }) => staffId);
  return rows
    .map((row) => {
      const { id, name, email, active } = cardOf(safes.get(row.id), row);
      return { id, name, email, active, roles: roles.get(id) ?? [] };
    })
    .sort((one, other) => one.name.localeCompare(other.name, 'en') || one.id.localeCompare(other.id));
}

/** Adds somebody. For whoever may change who works here. Returns the id. */
export async function addStaff(ctx: Context, given: Omit<StaffGiven, 'id'>): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'staff.save');
    return insert(ctx, given);
  });
}

/** Adds the first person there is, for the verb that proved it (sign-in/first.server.ts): it asks no permission. */
export const saveFirst = (ctx: Context, given: Omit<StaffGiven, 'id'>): Promise<string> =>
  within(ctx, (ctx) => insert(ctx, given));

async function insert(ctx: Context, given: Omit<StaffGiven, 'id'>): Promise<string> {
  const id = ctx.ids();
  await store.insertStaff(ctx, await rowOf(ctx, id, given, undefined));
  await store.replaceRoles(
    ctx,
    id,
    (given.roles ?? []).map((role) => roleRow(ctx, id, role))
  );
  await record(ctx, { verb: 'staff.save', subject: 'staff', subjectId: id, reason: 'new' });
  return id;
}

/** Changes which roles somebody holds, or whether they work here, and nothing else of them. `not-found` when there is nobody. */
export async function changeStaff(
  ctx: Context,
  id: string,
  to: Readonly<{ roles?: readonly RoleHeld[]; active?: boolean }>
): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'staff.save');
    if (!(await store.oneStaff(ctx, id))) throw notFound();
    if (to.active !== undefined)
      await store.updateStaff(ctx, id, { active: to.active ? 1 : 0, changed_at: ctx.now.toISOString() });
    if (to.roles)
      await store.replaceRoles(
        ctx,
        id,
        to.roles.map((role) => roleRow(ctx, id, role))
      );
    await record(ctx, { verb: 'staff.save', subject: 'staff', subjectId: id, reason: 'changed' });
  });
}
