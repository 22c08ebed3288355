import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import type { ChildCard } from '#lib/children/child.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { grantFor } from '#lib/permissions.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow, relationsTo, wasManagerThen } from '#lib/relations.server.ts';
import { childrenToHearOf } from '#lib/routing/worries.server.ts';
import type { Emergency } from './emergency.ts';
import { emergencyOf, stateNow } from './rows.server.ts';
import * as store from './store.server.ts';

/** One of them, with whose it is and who asked and approved, by name. */
export type EmergencyShown = Emergency &
  Readonly<{
    child: Pick<ChildCard, 'called' | 'lastInitial' | 'age'>;
    asker: string;
    approver: string | null;
    /** Asked by the person who reads this. */
    own: boolean;
    /** The reader may decide it: a manager, and not the one who asked. */
    mayDecide: boolean;
    /** The reader asked for it or approved it. */
    mayEnd: boolean;
  }>;

const LONGEST_LIST = 50;

/** The newest first: every one for a manager, one's own for an administrator. That somebody looked is on the record. */
export async function emergencies(ctx: Context): Promise<EmergencyShown[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'emergency.see');
    await recordLook(ctx, { verb: 'emergency.list', subject: 'staff', subjectId: idIn(ctx) });
    return shown(ctx, await store.newest(ctx, LONGEST_LIST, isManager(ctx) ? null : idIn(ctx)));
  });
}

/** One, for managers, for the administrator who asked, and for whoever has the child. `not-found` for everybody else. */
export async function emergency(ctx: Context, id: string): Promise<EmergencyShown> {
  return within(ctx, async (ctx) => {
    const row = await store.one(ctx, id);
    if (!row) throw notFound();
    const { held } = await relationsTo(ctx, row.child_id);
    const has = grantFor('emergency.see-told', ctx.actor, held) !== null && (row.approved_at ?? row.cover_id) !== null;
    if (!has) {
      await allow(ctx, 'emergency.see');
      if (!isManager(ctx) && row.asker_id !== idIn(ctx)) throw notFound();
    }
    const [one] = await shown(ctx, [row]);
    if (!one) throw notFound();
    return one;
  });
}

/**
 * One that somebody asks to decide: for whoever may say yes, who shows first again who they are. `tooNew`: they manage only since
 * the day it was asked, so that they may say no and not yes. `not-found` for others.
 */
export async function toDecide(ctx: Context, id: string): Promise<EmergencyShown & Readonly<{ tooNew: boolean }>> {
  return within(ctx, async (ctx) => {
    const row = await store.one(ctx, id);
    await allow(ctx, 'emergency.approve', row?.child_id ?? null);
    const [one] = row && row.cover_id === null ? await shown(ctx, [row]) : [];
    if (!row || !one) throw notFound();
    return { ...one, tooNew: !(await wasManagerThen(ctx, idIn(ctx), row.asked_at)) };
  });
}

/** What opened this child to others, the newest first. No permission of its own: its callers are verbs about this child. */
export const emergenciesOf = async (ctx: Context, childId: string): Promise<EmergencyShown[]> =>
  shown(ctx, await store.openedAbout(ctx, [childId]));

/** What was opened of the children this person has now, or has but for whoever took a worry over, and they have not said that they saw. */
export async function emergenciesToTell(ctx: Context): Promise<EmergencyShown[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'inbox.see');
    const mine = await childrenToHearOf(ctx, idIn(ctx));
    const rows = (await store.openedAbout(ctx, mine)).filter((row) => row.seen_at === null && row.asker_id !== idIn(ctx));
    return shown(ctx, rows);
  });
}

/** The break-glass by which the person signed in reads this child now; null: by none. For a page that says so. */
export async function emergencyNow(ctx: Context, childId: string): Promise<EmergencyShown | null> {
  const { held, coverId } = await relationsTo(ctx, childId);
  if (!held.has('emergency') || held.has('allocated') || held.has('covering') || coverId === null) return null;
  const row = await store.one(ctx, coverId);
  return row ? ((await shown(ctx, [row]))[0] ?? null) : null;
}

/** What waits for the person signed in to decide: rows of their inbox, which is the look that is on the record. */
export async function emergenciesToDecide(ctx: Context): Promise<EmergencyShown[]> {
  if (!isManager(ctx)) return [];
  return within(ctx, async (ctx) => {
    await allow(ctx, 'emergency.see');
    const waiting = (await store.newest(ctx, LONGEST_LIST, null)).filter((row) => stateNow(ctx, row) === 'asked');
    return (await shown(ctx, waiting)).filter(({ mayDecide }) => mayDecide);
  });
}

async function shown(ctx: Context, rows: readonly store.Found[]): Promise<EmergencyShown[]> {
  const children = await childCards(
    ctx,
    rows.map(({ child_id }) => child_id)
  );
  const staff = await staffCards(
    ctx,
    rows.flatMap(({ asker_id, approver_id }) => [asker_id, approver_id]).filter((id) => id !== null)
  );
  const me = idIn(ctx);
  const found: EmergencyShown[] = [];
  for (const row of rows) {
    const child = children.get(row.child_id);
    if (!child) continue;
    found.push({
      ...(await emergencyOf(ctx, row)),
      child: { called: child.called, lastInitial: child.lastInitial, age: child.age },
      asker: staff.get(row.asker_id)?.name ?? '',
      approver: row.approver_id === null ? null : (staff.get(row.approver_id)?.name ?? ''),
      own: row.asker_id === me,
      mayDecide: isManager(ctx) && row.asker_id !== me,
      mayEnd: row.asker_id === me || row.approver_id === me
    });
  }
  return found;
}

const isManager = (ctx: Context): boolean => ctx.actor.kind === 'staff' && ctx.actor.roles.includes('manager');

function idIn(ctx: Context): string {
  if (ctx.actor.kind !== 'staff') throw notFound();
  return ctx.actor.id;
}
