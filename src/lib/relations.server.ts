import { dayOf, type Actor, type Context, type StaffRole } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import type { Relation } from '#lib/grants.ts';
import { grantFor, type Verb } from '#lib/permissions.ts';

/** What joins the actor to this child right now, and under which cover, or else which break-glass, if by one of them. */
export type Relations = Readonly<{ held: ReadonlySet<Relation>; coverId: string | null }>;

/** Whether nothing but break-glass opens this: then what is read still waits for whoever has the child. */
export function onlyByEmergency(ctx: Context, verb: Verb, { held }: Relations): boolean {
  return held.has('emergency') && grantFor(verb, ctx.actor, new Set([...held].filter((one) => one !== 'emergency'))) === null;
}

/**
 * The permission call at the head of every verb. `childId` is the child concerned, or null for verbs about nobody.
 * Reads its facts in the verb's own transaction. Throws `not-found` when refused (a stranger must not learn whether
 * the thing exists), `secret-needed` when only the PIN or pictures are missing, and `step-up-needed` when a worker must only
 * show again who they are.
 */
export async function allow(ctx: Context, verb: Verb, childId: string | null = null): Promise<Relations> {
  const relations = await relationsTo(ctx, childId);
  if (grantFor(verb, ctx.actor, relations.held)) return relations;
  const withSecret = ctx.actor.kind === 'child' ? { ...ctx.actor, assurance: 'secret' as const } : null;
  if (withSecret && grantFor(verb, withSecret, relations.held)) throw new Refusal('secret-needed');
  const steppedUp = ctx.actor.kind === 'staff' ? { ...ctx.actor, stepUpUntil: ctx.now.toISOString() } : null;
  if (steppedUp && grantFor(verb, steppedUp, relations.held)) throw new Refusal('step-up-needed');
  ctx.asides?.push({ verb, subject: 'child', subjectId: childId ?? 'unknown', childId });
  throw notFound();
}

/** The facts, for one actor and one child, at `ctx.now`. A merged or unknown child has none. */
export async function relationsTo(ctx: Context, childId: string | null): Promise<Relations> {
  const held = new Set<Relation>();
  if (childId === null && ctx.actor.kind === 'staff' && (await desksOf(ctx, ctx.actor)).includes('iro-team')) held.add('team');
  if (childId === null || ctx.actor.kind === 'visitor') return { held, coverId: null };
  if (ctx.actor.kind === 'contributor') {
    const invitation = ctx.actor.childId === childId ? await invitationNow(ctx.db, ctx.actor.id, ctx.now) : null;
    if (invitation?.childId === childId) held.add('invited');
    return { held, coverId: null };
  }
  if (ctx.actor.kind === 'child') {
    if (ctx.actor.id === childId) held.add('self');
    return { held, coverId: null };
  }
  if (ctx.actor.kind !== 'staff') return { held, coverId: null };
  const working = await workOf(ctx, ctx.actor.id, childId);
  const emergencyId = await emergencyOf(ctx, ctx.actor, childId);
  const letIn: Relation[] = emergencyId === null ? [] : ['emergency'];
  const all = new Set([...working.held, ...(await atDesks(ctx, ctx.actor)), ...letIn]);
  return { held: all, coverId: working.coverId ?? emergencyId };
}

/** Who may be let in by break-glass: whoever has lost the role since is out again. */
const letInAs: readonly StaffRole[] = ['manager', 'admin'];

/**
 * The break-glass by which this worker reads this child now, or null: approved by somebody else who still works here as a
 * manager and did so before it was asked for, not over and not ended.
 */
async function emergencyOf(ctx: Context, actor: Extract<Actor, { kind: 'staff' }>, childId: string): Promise<string | null> {
  if (!actor.roles.some((role) => letInAs.includes(role))) return null;
  const now = ctx.now.toISOString();
  const row = await ctx.db
    .selectFrom('break_glass')
    .innerJoin('staff', 'staff.id', 'break_glass.approver_id')
    .select(['break_glass.id', 'break_glass.approver_id', 'break_glass.asked_at'])
    .where('break_glass.child_id', '=', childId)
    .where('break_glass.asker_id', '=', actor.id)
    .where('break_glass.approver_id', '!=', actor.id)
    .where('break_glass.approved_at', '<=', now)
    .where('break_glass.ends_at', '>', now)
    .where('break_glass.ended_at', 'is', null)
    .where('staff.active', '=', 1)
    .orderBy('break_glass.ends_at', 'desc')
    .executeTakeFirst();
  return row && (await wasManagerThen(ctx, row.approver_id, row.asked_at)) ? row.id : null;
}

/**
 * Whether this person is a manager today and was one already the day before `askedAt`: nobody is made one to say yes to what
 * was asked, and who is one no longer has said nothing.
 */
export async function wasManagerThen(ctx: Context, staffId: string | null, askedAt: string): Promise<boolean> {
  if (staffId === null) return false;
  const today = dayOf(ctx.now);
  const row = await ctx.db
    .selectFrom('staff_roles')
    .select('id')
    .where('staff_id', '=', staffId)
    .where('role', '=', 'manager')
    .where('from_on', '<', dayOf(new Date(askedAt)))
    .where((is) => is.or([is('to_on', 'is', null), is('to_on', '>=', today)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** How long after its review somebody who was asked can still come in: to see that it was read, and by whom. */
export const OPEN_AFTER_REVIEW_DAYS = 28;

/**
 * The invitation by which this contact may come in now, the newest one: not withdrawn, not one that excludes them, for a
 * review that is to come or was held a short while ago, and only while they are somebody around this child. Null: none.
 */
export async function invitationNow(db: Context['db'], contactId: string, now: Date) {
  const today = dayOf(now);
  const heldSince = dayOf(new Date(now.getTime() - OPEN_AFTER_REVIEW_DAYS * 24 * 3600_000));
  const row = await db
    .selectFrom('invitations')
    .innerJoin('contacts', 'contacts.id', 'invitations.contact_id')
    .innerJoin('children', 'children.id', 'invitations.child_id')
    .select(['invitations.id', 'invitations.child_id', 'invitations.review_id', 'invitations.made_at'])
    .select(['invitations.part', 'invitations.withdrawn_at'])
    .where('invitations.contact_id', '=', contactId)
    .whereRef('contacts.child_id', '=', 'invitations.child_id')
    .where('children.merged_into', 'is', null)
    .where('children.status', '=', 'in-care')
    .where((is) => is.or([is('contacts.ended_on', 'is', null), is('contacts.ended_on', '>', today)]))
    .orderBy('invitations.made_at', 'desc')
    .orderBy('invitations.id', 'desc')
    .executeTakeFirst();
  // The newest word on it counts: whoever is excluded now does not come in by what they were sent for the review before.
  if (!row || row.part === 'excluded' || row.withdrawn_at !== null) return null;
  const over = await overSince(db, row);
  return over === null || over >= heldSince ? { id: row.id, childId: row.child_id } : null;
}

type ForReview = Readonly<{ child_id: string; review_id: string | null; made_at: string }>;

/**
 * The day the review was held that this invitation was for; null while it is to come. Where its own is not on the list (it
 * was made before there was one), was cancelled or never put down as held, it is the first one held since it was made.
 */
async function overSince(db: Context['db'], { child_id, review_id, made_at }: ForReview): Promise<string | null> {
  const reviews = await db
    .selectFrom('reviews')
    .select(['id', 'due_on', 'planned_on', 'held_on'])
    .where('child_id', '=', child_id)
    .where('cancelled', '=', 0)
    .execute();
  const own = reviews.find(({ id }) => id === review_id);
  if (own?.held_on) return own.held_on;
  const held = reviews.flatMap(({ held_on }) => held_on ?? []).sort();
  const day = own && (own.planned_on ?? own.due_on);
  if (own && (!day || day > (held.at(-1) ?? ''))) return null;
  return held.find((one) => one > dayOf(new Date(made_at))) ?? null;
}

/** Whether this worker is the child's IRO or social worker, or stands in for the IRO, now: whom the child may see. */
export const worksFor = async (ctx: Context, staffId: string, childId: string): Promise<boolean> =>
  (await workOf(ctx, staffId, childId)).held.size > 0;

async function workOf(ctx: Context, staffId: string, childId: string): Promise<Relations> {
  const held = new Set<Relation>();
  const iros = await allocatedTo(ctx, childId, 'iro');
  if (iros.includes(staffId)) held.add('allocated');
  if ((await allocatedTo(ctx, childId, 'social_worker')).includes(staffId)) held.add('social_worker');
  const coverId = await coverBy(ctx, staffId, childId, iros);
  if (coverId) held.add('covering');
  return { held, coverId };
}

async function allocatedTo(ctx: Context, childId: string, role: string): Promise<string[]> {
  const today = dayOf(ctx.now);
  const rows = await ctx.db
    .selectFrom('allocations')
    .innerJoin('staff', 'staff.id', 'allocations.staff_id')
    .select('allocations.staff_id')
    .where('child_id', '=', childId)
    .where('role', '=', role)
    .where('staff.active', '=', 1)
    .where('from_on', '<=', today)
    .where((is) => is.or([is('to_on', 'is', null), is('to_on', '>=', today)]))
    .execute();
  return rows.map((row) => row.staff_id);
}

/** A cover that holds now: for this child, or for an absent person who is this child's IRO or cover (or covers for them in turn). */
async function coverBy(ctx: Context, staffId: string, childId: string, iros: readonly string[]): Promise<string | null> {
  const now = ctx.now.toISOString();
  const covers = await ctx.db
    .selectFrom('covers')
    .select(['id', 'absent_id', 'child_id', 'cover_id'])
    .where('from_at', '<=', now)
    .where('to_at', '>', now)
    .where((is) => is.or([is('child_id', '=', childId), is('child_id', 'is', null)]))
    .execute();
  const direct = covers.find((cover) => cover.child_id === childId && cover.cover_id === staffId);
  if (direct) return direct.id;
  // Cover of cover: follow the absent person to whoever stands in, and on, without going round in a circle.
  const takers = covers.filter((cover) => cover.child_id === childId).map((cover) => cover.cover_id);
  let absent = new Set([...iros, ...takers]);
  const seen = new Set(absent);
  while (absent.size > 0) {
    const next = covers.filter((cover) => cover.child_id === null && cover.absent_id !== null && absent.has(cover.absent_id));
    const mine = next.find((cover) => cover.cover_id === staffId);
    if (mine) return mine.id;
    absent = new Set(next.map((cover) => cover.cover_id).filter((id) => !seen.has(id)));
    for (const id of absent) seen.add(id);
  }
  return null;
}

type Staff = Extract<Actor, { kind: 'staff' }>;

/** What sitting at a desk makes somebody: `desk` by any of them, and what the desks that are there for every child make. */
async function atDesks(ctx: Context, actor: Staff): Promise<Relation[]> {
  const codes = await desksOf(ctx, actor);
  const forEveryChild = (['duty', 'advocates', 'complaints'] as const).filter((code) => codes.includes(code));
  const team: Relation[] = codes.includes('iro-team') ? ['team'] : [];
  return codes.length === 0 ? [] : ['desk', ...team, ...forEveryChild];
}

/** A manager sits at the IRO team's desk too while nobody is there who is not away: what falls to it always has a taker. */
async function desksOf(ctx: Context, { id, roles }: Staff): Promise<string[]> {
  const now = ctx.now.toISOString();
  const rows = await ctx.db
    .selectFrom('desk_members')
    .innerJoin('desks', 'desks.id', 'desk_members.desk_id')
    .innerJoin('staff', 'staff.id', 'desk_members.staff_id')
    .leftJoin('covers', (join) =>
      join.onRef('covers.absent_id', '=', 'staff.id').on('covers.from_at', '<=', now).on('covers.to_at', '>', now)
    )
    .select(['desks.code', 'staff.id', 'covers.id as away'])
    .where('staff.active', '=', 1)
    .execute();
  const mine = rows.flatMap((row) => (row.id === id ? [row.code] : []));
  const empty = !rows.some(({ code, away }) => code === 'iro-team' && away === null);
  return roles.includes('manager') && empty ? [...mine, 'iro-team'] : mine;
}

/**
 * The day this child's last review was held: what was sent after it is for the next one, whichever review the case system
 * had on its list when it was sent. Null before the first.
 */
export async function lastHeldOn(ctx: Context, childId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('reviews')
    .select((select) => select.fn.max('held_on').as('held_on'))
    .where('child_id', '=', childId)
    .where('cancelled', '=', 0)
    .executeTakeFirst();
  return row?.held_on ?? null;
}
