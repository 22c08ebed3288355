import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { tokenHash } from '#lib/sign-in/hashing.server.ts';
import { linkTries, take } from '#lib/sign-in/limits.server.ts';
import { noteRefusal } from '#lib/sign-in/refusals.server.ts';
import { minutesOn } from '#lib/sign-in/session.ts';
import { startStaffSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';
import { isSettled, tellOverseers, tellWorker } from './ways.server.ts';

/** How long a link is good for, in minutes: one that is printed at the host, and one that an administrator makes for a colleague. */
export const linkMinutes = 30;
const linkMinutesByAdmin = 24 * 60;

/**
 * Makes a link for a worker, good once, in the place of any that was not used. Returns its secret part, which is computed and
 * kept nowhere. `byMail`: it is sent to their address, and whoever asked is not to see it. `not-found` when there is no such
 * active worker. Of whom other managers and administrators are told: `watched`.
 */
export async function makeLink(ctx: Context, staffId: string, byMail = false): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'link.make');
    if (!(await store.rolesNow(ctx.db, staffId, dayOf(ctx.now)))) throw notFound();
    // Only the newest is good: one that was lost, or made by somebody else, is good no longer.
    await staffStore.removeUnusedLinks(ctx, staffId);
    const id = ctx.ids();
    const token = tokenOf(ctx, id);
    const madeBy = ctx.actor.kind === 'staff' ? ctx.actor.id : null;
    const shown = madeBy !== null && !byMail;
    await staffStore.addLink(ctx, {
      id,
      token_hash: tokenHash(token),
      staff_id: staffId,
      expires_at: minutesOn(ctx.now, madeBy === null ? linkMinutes : linkMinutesByAdmin),
      used_at: null,
      made_at: ctx.now.toISOString(),
      made_by: madeBy,
      shown: shown ? 1 : 0
    });
    if (await watched(ctx, staffId, shown)) await tellOverseers(ctx, 'other-link-made', staffId, madeBy);
    if (byMail) await enqueue(ctx, { kind: 'staff-link', staffId, linkId: id, dedupeKey: `staff-link:${id}` });
    await record(ctx, { verb: 'link.make', subject: 'staff', subjectId: staffId });
    return token;
  });
}

/**
 * Whether a link lets somebody in as a worker who has their own ways already, or was shown to whoever made it: nobody does
 * that unseen by other managers and administrators. A newcomer's link that only they were sent is everyday work.
 */
const watched = async (ctx: Context, staffId: string, shown: boolean): Promise<boolean> =>
  shown || (await isSettled(ctx, staffId));

/** For the mail that carries it: the secret part of a link that is still good; null when it is used or too old. */
export async function linkToSend(ctx: Context, linkId: string): Promise<string | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'outbox.send');
    return (await staffStore.goodLink(ctx, linkId)) ? tokenOf(ctx, linkId) : null;
  });
}

const tokenOf = (ctx: Context, linkId: string): string => ctx.vault.mac('code', 'staff-link', linkId).toString('base64url');

/**
 * Signs a worker in by a link: only ever by the button on its page, so that a mail scanner that opens every link
 * signs nobody in. It opens the pages where ways to sign in are set up, and nothing else. Throws `invalid` (field `link`)
 * when it is unknown, used or too old: always the same; and `slow-down` for a wrong one while very many are tried.
 */
export async function useLink(ctx: Context, token: string): Promise<Started> {
  const outcome = await within(ctx, async (ctx): Promise<Started | Refusal> => {
    await allow(ctx, 'link.use');
    const link = await staffStore.spendLink(ctx, tokenHash(token));
    const roles = link ? await store.rolesNow(ctx.db, link.staff_id, dayOf(ctx.now)) : null;
    if (!link || !roles) {
      const wait = await take(ctx, linkTries);
      if (wait > 0) return new Refusal('slow-down', { retryAfter: wait });
      const known = link ?? (await staffStore.linkBy(ctx, tokenHash(token)));
      await noteRefusal(ctx, { verb: 'link.use', subject: 'link', subjectId: known?.id ?? 'unknown' });
      return new Refusal('invalid', { fields: { link: 'link-over' } });
    }
    await record(ctx, { verb: 'link.use', subject: 'staff', subjectId: link.staff_id });
    await tellWorker(ctx, link.staff_id, 'link-used');
    if (await watched(ctx, link.staff_id, link.shown === 1))
      await tellOverseers(ctx, 'other-link-used', link.staff_id, link.made_by);
    return startStaffSession(ctx, { staffId: link.staff_id, assurance: 'link' });
  });
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}
