import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context, type StaffRole } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { addStaff, changeStaff, everybody, type WorkerRow } from '#lib/people/workers.server.ts';
import { allow } from '#lib/relations.server.ts';
import { endAllStaffSessions } from '#lib/sign-in/lucia.server.ts';
import { makeLink } from './links.server.ts';
import { endVisitsOf } from '#lib/sign-in/sign-in.server.ts';
import { removeUnusedLinks, waysOfEach, type WaysOf } from './staff-store.server.ts';
import { workerOf } from './ways.server.ts';

/** Somebody who works here, or did, as an administrator sees them. */
export type WorkerShown = Readonly<WorkerRow & WaysOf>;

/** Everybody who works here or did, by name. */
export async function workers(ctx: Context): Promise<WorkerShown[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'worker.see');
    const ways = await waysOfEach(ctx);
    const none = { passkeys: 0, council: false, passphrase: false };
    return (await everybody(ctx)).map((row) => ({ ...row, ...(ways.get(row.id) ?? none) }));
  });
}

/** Adds somebody who works here from today. Returns their id. Throws `invalid` (field `name` or `roles`). */
export async function addWorker(ctx: Context, given: { name: string; email: string; roles: readonly StaffRole[] }) {
  const name = given.name.trim();
  if (name === '') throw new Refusal('invalid', { fields: { name: 'name-missing' } });
  if (given.roles.length === 0) throw new Refusal('invalid', { fields: { roles: 'roles-missing' } });
  return within(ctx, async (ctx) => {
    await allow(ctx, 'worker.change');
    return addStaff(ctx, { name, email: given.email.trim() || null, roles: given.roles.map((role) => heldFrom(ctx, role)) });
  });
}

/**
 * Gives somebody these roles from today and no others. Every visit of theirs ends with it: they come in again as what they are
 * now. Throws `invalid` (field `roles`) when none is given, when nobody would be an administrator, or when somebody would give
 * themselves another role.
 */
export async function changeRoles(ctx: Context, staffId: string, roles: readonly StaffRole[]): Promise<void> {
  if (roles.length === 0) throw new Refusal('invalid', { fields: { roles: 'roles-missing' } });
  await within(ctx, async (ctx) => {
    await allow(ctx, 'worker.change');
    await keepAnAdmin(ctx, staffId, roles.includes('admin'));
    const held = (await theOne(ctx, staffId)).roles;
    const more = roles.some((role) => !held.some((one) => one.role === role));
    if (more && staffId === workerOf(ctx).id) throw new Refusal('invalid', { fields: { roles: 'own-roles' } });
    const wanted = roles.map((role) => held.find((one) => one.role === role) ?? heldFrom(ctx, role));
    await changeStaff(ctx, staffId, { roles: wanted });
    await endVisitsOf(ctx, 'staff', staffId);
    await record(ctx, { verb: 'worker.change', subject: 'staff', subjectId: staffId, reason: 'roles' });
  });
}

/** Lets somebody in no longer (every visit of theirs ends in the same moment), or again. */
export async function setWorking(ctx: Context, staffId: string, works: boolean): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'worker.change');
    if (!works) await keepAnAdmin(ctx, staffId, false);
    await theOne(ctx, staffId);
    await changeStaff(ctx, staffId, { active: works });
    if (!works) await shutOut(ctx, staffId);
    await record(ctx, {
      verb: 'worker.change',
      subject: 'staff',
      subjectId: staffId,
      reason: works ? 'let-in' : 'let-in-no-longer'
    });
  });
}

/** How a link reaches whom it is for: by mail, or shown to whoever made it because there is no address or no mail here. */
export type LinkMade = Readonly<{ by: 'mail'; token: null } | { by: 'no-address' | 'no-mail'; token: string }>;

/**
 * Makes a link with which somebody sets up how they sign in. It goes to their address and to nobody else; only where that
 * cannot be is its secret part given to be handed over. `mails`: this installation sends mail.
 */
export async function linkForWorker(ctx: Context, staffId: string, mails: boolean): Promise<LinkMade> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'worker.see');
    const { email } = await theOne(ctx, staffId);
    const mailed = mails && email !== null;
    const token = await makeLink(ctx, staffId, mailed);
    // Whoever has it comes in as them: who lets people in is not to have it where it can be helped.
    return mailed ? { by: 'mail', token: null } : { by: email === null ? 'no-address' : 'no-mail', token };
  });
}

/** Ends every visit of one person, and takes away the links they have not used. */
export async function endVisitsOfWorker(ctx: Context, staffId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'session.end-others');
    await theOne(ctx, staffId);
    await shutOut(ctx, staffId);
    await record(ctx, { verb: 'session.end-others', subject: 'staff', subjectId: staffId });
  });
}

/** Ends every visit of everybody who works here, this one too, and takes away every link not used. Children and those who were asked stay. */
export async function endEverybodysVisits(ctx: Context): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'session.end-others');
    await endAllStaffSessions(ctx.db);
    await removeUnusedLinks(ctx, null);
    await record(ctx, { verb: 'session.end-others', subject: 'staff', subjectId: 'everybody' });
  });
}

/** Whoever has their browser, or a link of theirs, is out in the same moment. */
async function shutOut(ctx: Context, staffId: string): Promise<void> {
  await endVisitsOf(ctx, 'staff', staffId);
  await removeUnusedLinks(ctx, staffId);
}

const heldFrom = (ctx: Context, role: StaffRole) => ({ role, fromOn: dayOf(ctx.now), toOn: null });

async function theOne(ctx: Context, staffId: string): Promise<WorkerRow> {
  const found = (await everybody(ctx)).find(({ id }) => id === staffId);
  if (!found) throw notFound();
  return found;
}

/** Somebody can always let others in: nobody takes that from the last one who can, and nobody from themselves. */
async function keepAnAdmin(ctx: Context, staffId: string, stays: boolean): Promise<void> {
  if (stays) return;
  const admins = (await everybody(ctx)).filter(({ active, roles }) => active && roles.some(({ role }) => role === 'admin'));
  const others = admins.filter(({ id }) => id !== staffId);
  if (staffId === workerOf(ctx).id || (others.length === 0 && admins.length > 0))
    throw new Refusal('invalid', { fields: { roles: 'last-admin' } });
}
