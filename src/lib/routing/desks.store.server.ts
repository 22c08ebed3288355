import { dayOf, type Context, type StaffRole } from '#lib/context.ts';

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

/** Who sits at a desk and still works here, away or not. */
export async function everyMemberOf(ctx: Context, code: string): Promise<string[]> {
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

/** Who sits at a desk, still works here and is not away now. */
export const membersOf = async (ctx: Context, code: string): Promise<string[]> =>
  (await sittingNow(ctx).where('desks.code', '=', code).execute()).map((row) => row.staff_id);

/** Who sits at each desk, still works here and is not away now. */
export async function allMembers(ctx: Context): Promise<Map<string, string[]>> {
  const all = new Map<string, string[]>();
  for (const { code, staff_id } of await sittingNow(ctx).execute()) all.set(code, [...(all.get(code) ?? []), staff_id]);
  return all;
}

function sittingNow(ctx: Context) {
  const now = ctx.now.toISOString();
  return ctx.db
    .selectFrom('desk_members')
    .innerJoin('desks', 'desks.id', 'desk_members.desk_id')
    .innerJoin('staff', 'staff.id', 'desk_members.staff_id')
    .select(['desks.code', 'desk_members.staff_id'])
    .where('staff.active', '=', 1)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('covers')
            .select('covers.id')
            .whereRef('covers.absent_id', '=', 'staff.id')
            .where('covers.from_at', '<=', now)
            .where('covers.to_at', '>', now)
        )
      )
    )
    .orderBy('desk_members.staff_id');
}

/** Every manager who works here today. */
export const managersNow = (ctx: Context): Promise<string[]> => withRoleNow(ctx, 'manager');

/** Every administrator who works here today. */
export const adminsNow = (ctx: Context): Promise<string[]> => withRoleNow(ctx, 'admin');

async function withRoleNow(ctx: Context, role: StaffRole): Promise<string[]> {
  const today = dayOf(ctx.now);
  const rows = await ctx.db
    .selectFrom('staff_roles')
    .innerJoin('staff', 'staff.id', 'staff_roles.staff_id')
    .select('staff_roles.staff_id')
    .distinct()
    .where('staff_roles.role', '=', role)
    .where('staff.active', '=', 1)
    .where('staff_roles.from_on', '<=', today)
    .where((is) => is.or([is('staff_roles.to_on', 'is', null), is('staff_roles.to_on', '>=', today)]))
    .orderBy('staff_roles.staff_id')
    .execute();
  return rows.map((row) => row.staff_id);
}

/**
 * The desks of one person, by their codes. A manager sits at the IRO team's desk while nobody else does who is not away: what
 * falls there is never without a reader. relations.server.ts states the same for one actor.
 */
export async function desksOf(ctx: Context, staffId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('desk_members')
    .innerJoin('desks', 'desks.id', 'desk_members.desk_id')
    .select('desks.code')
    .where('desk_members.staff_id', '=', staffId)
    .execute();
  const codes = rows.map((row) => row.code);
  if (codes.includes('iro-team') || !(await managersNow(ctx)).includes(staffId)) return codes;
  return (await membersOf(ctx, 'iro-team')).length === 0 ? [...codes, 'iro-team'] : codes;
}
