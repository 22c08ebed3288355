import { dayOf, type Context } from '#lib/context.ts';

/** The id of a desk, made at first need. */
export async function deskId(ctx: Context, code: string): Promise<string> {
  await ctx.db
    .insertInto('desks')
    .values({ id: ctx.ids(), code })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute();
  const { id } = await ctx.db.selectFrom('desks').select('id').where('code', '=', code).executeTakeFirstOrThrow();
  return id;
}

export async function setMembers(ctx: Context, desk: string, staffIds: readonly string[]): Promise<void> {
  await ctx.db.deleteFrom('desk_members').where('desk_id', '=', desk).execute();
  const rows = [...new Set(staffIds)].map((staff_id) => ({ desk_id: desk, staff_id }));
  if (rows.length > 0) await ctx.db.insertInto('desk_members').values(rows).execute();
}

/** Who sits at a desk and still works here. */
export async function membersOf(ctx: Context, code: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('desk_members')
    .innerJoin('desks', 'desks.id', 'desk_members.desk_id')
    .innerJoin('staff', 'staff.id', 'desk_members.staff_id')
    .select('desk_members.staff_id')
    .where('desks.code', '=', code)
    .where('staff.active', '=', 1)
    .orderBy('desk_members.staff_id')
    .execute();
  return rows.map((row) => row.staff_id);
}

/** Who sits at each desk and still works here. */
export async function allMembers(ctx: Context): Promise<Map<string, string[]>> {
  const rows = await ctx.db
    .selectFrom('desk_members')
    .innerJoin('desks', 'desks.id', 'desk_members.desk_id')
    .innerJoin('staff', 'staff.id', 'desk_members.staff_id')
    .select(['desks.code', 'desk_members.staff_id'])
    .where('staff.active', '=', 1)
    .execute();
  const all = new Map<string, string[]>();
  for (const { code, staff_id } of rows) all.set(code, [...(all.get(code) ?? []), staff_id]);
  return all;
}

/** Every manager who works here today. */
export async function managersNow(ctx: Context): Promise<string[]> {
  const today = dayOf(ctx.now);
  const rows = await ctx.db
    .selectFrom('staff_roles')
    .innerJoin('staff', 'staff.id', 'staff_roles.staff_id')
    .select('staff_roles.staff_id')
    .distinct()
    .where('staff_roles.role', '=', 'manager')
    .where('staff.active', '=', 1)
    .where('staff_roles.from_on', '<=', today)
    .where((is) => is.or([is('staff_roles.to_on', 'is', null), is('staff_roles.to_on', '>=', today)]))
    .orderBy('staff_roles.staff_id')
    .execute();
  return rows.map((row) => row.staff_id);
}

/** The desks of one person, by their codes. */
export async function desksOf(ctx: Context, staffId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('desk_members')
    .innerJoin('desks', 'desks.id', 'desk_members.desk_id')
    .select('desks.code')
    .where('desk_members.staff_id', '=', staffId)
    .execute();
  return rows.map((row) => row.code);
}
