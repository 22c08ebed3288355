import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { saveFirst } from '#lib/people/workers.server.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { linkTries, take } from '#lib/sign-in/limits.server.ts';
import { noteRefusal } from '#lib/sign-in/refusals.server.ts';
import { minutesOn } from '#lib/sign-in/session.ts';
import { startStaffSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';

/** How long the link to the first administrator is good for, in minutes. */
const firstLinkMinutes = 24 * 60;

/**
 * The secret part of the link by which an installation where nobody works yet gets its first administrator; the same one at
 * each start until it is used or too old, and then a new one. Null: somebody works here.
 */
export async function firstLink(ctx: Context): Promise<string | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'first.make');
    // Of two processes that start at once, the second finds what the first made.
    await lockName(ctx.db, 'first-link');
    if (await staffStore.anybodyWorks(ctx)) return null;
    const found = await staffStore.firstLink(ctx);
    if (found) return tokenOf(ctx, found.id);
    const id = ctx.ids();
    const [made_at, expires_at] = [ctx.now.toISOString(), minutesOn(ctx.now, firstLinkMinutes)];
    await staffStore.addFirstLink(ctx, { id, made_at, expires_at, used_at: null });
    await record(ctx, { verb: 'first.make', subject: 'first-link', subjectId: id });
    return tokenOf(ctx, id);
  });
}

/**
 * Makes the first administrator and lets them in, to set up how they sign in. Throws `invalid`: field `name` when it is empty,
 * field `link` when the link is unknown, used or too old, or somebody works here by now.
 */
export async function becomeFirst(ctx: Context, token: string, given: { name: string; email: string }): Promise<Started> {
  const name = given.name.trim();
  if (name === '') throw new Refusal('invalid', { fields: { name: 'name-missing' } });
  const outcome = await within(ctx, async (ctx): Promise<Started | Refusal> => {
    await allow(ctx, 'first.use');
    await lockName(ctx.db, 'first-link');
    const link = await staffStore.firstLink(ctx);
    const fits = link !== undefined && tokenOf(ctx, link.id) === token && !(await staffStore.anybodyWorks(ctx));
    if (!fits || !(await staffStore.spendFirstLink(ctx, link.id))) return refusedFor(ctx);
    const role = { role: 'admin', fromOn: dayOf(ctx.now), toOn: null } as const;
    const staffId = await saveFirst(ctx, { name, email: given.email.trim() || null, roles: [role] });
    await record(ctx, { verb: 'first.use', subject: 'staff', subjectId: staffId });
    return startStaffSession(ctx, { staffId, assurance: 'link' });
  });
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

async function refusedFor(ctx: Context): Promise<Refusal> {
  const wait = await take(ctx, linkTries);
  if (wait > 0) return new Refusal('slow-down', { retryAfter: wait });
  await noteRefusal(ctx, { verb: 'first.use', subject: 'first-link', subjectId: 'unknown' });
  return new Refusal('invalid', { fields: { link: 'link-over' } });
}

const tokenOf = (ctx: Context, id: string): string => ctx.vault.mac('code', 'first-link', id).toString('base64url');
