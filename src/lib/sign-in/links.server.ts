import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { tokenHash } from './hashing.server.ts';
import { noteRefusal } from './refusals.server.ts';
import { minutesOn } from './session.ts';
import { startStaffSession, type Started } from './sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import * as store from './store.server.ts';

/** How long a link is good for, in minutes. */
export const linkMinutes = 30;

/** Makes a link for a worker, good once. Returns its secret part. `not-found` when there is no such active worker. */
export async function makeLink(ctx: Context, staffId: string): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'link.make');
    if (!(await store.rolesNow(ctx.db, staffId, dayOf(ctx.now)))) throw notFound();
    const token = Buffer.from(ctx.random(32)).toString('base64url');
    const id = ctx.ids();
    await staffStore.addLink(ctx, {
      id,
      token_hash: tokenHash(token),
      staff_id: staffId,
      expires_at: minutesOn(ctx.now, linkMinutes),
      used_at: null,
      made_at: ctx.now.toISOString()
    });
    await record(ctx, { verb: 'link.make', subject: 'staff', subjectId: staffId });
    return token;
  });
}

/**
 * Signs a worker in by a link: only ever by the button on its page, so that a mail scanner that opens every link
 * signs nobody in. Throws `invalid` (field `link`) when it is unknown, used or too old: always the same.
 */
export async function useLink(ctx: Context, token: string): Promise<Started> {
  const started = await within(ctx, async (ctx) => {
    await allow(ctx, 'link.use');
    const link = await staffStore.spendLink(ctx, tokenHash(token));
    const roles = link ? await store.rolesNow(ctx.db, link.staff_id, dayOf(ctx.now)) : null;
    if (!link || !roles) {
      const known = link ?? (await staffStore.linkBy(ctx, tokenHash(token)));
      return noteRefusal(ctx, { verb: 'link.use', subject: 'link', subjectId: known?.id ?? 'unknown' });
    }
    await record(ctx, { verb: 'link.use', subject: 'staff', subjectId: link.staff_id });
    return startStaffSession(ctx, { staffId: link.staff_id, assurance: 'link' });
  });
  if (!started) throw new Refusal('invalid', { fields: { link: 'link-over' } });
  return started;
}
