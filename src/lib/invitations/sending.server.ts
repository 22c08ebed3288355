import { timingSafeEqual } from 'node:crypto';
import { contactOf } from '#lib/children/contacts.server.ts';
import { entryWays, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { enqueue, sentStates, type SentState } from '#lib/notify/outbox.server.ts';
import { allow, invitationNow } from '#lib/relations.server.ts';
import type { Settings } from '#lib/server/settings.ts';
import { endVisitsOf } from '#lib/sign-in/sign-in.server.ts';
import { codeOf } from './codes.server.ts';
import * as entry from './entry.store.server.ts';
import type { InvitationWay } from './invitation.ts';
import { endLettersOf, makeLetter } from './letters.server.ts';
import { plainReach, type PostWay } from './reach.ts';
import * as store from './store.server.ts';

type Carrying = Pick<Settings, 'mode' | 'smtpUrl' | 'textsUrl' | 'notify'>;

/** The ways that can be offered with these settings: mail and texts only where there is something that carries them. */
export function offeredWays({ mode, smtpUrl, textsUrl, notify }: Carrying): InvitationWay[] {
  const demo = mode === 'demo';
  return [
    ...(smtpUrl !== null || notify?.templates.email || demo ? (['email'] as const) : []),
    ...(textsUrl !== null || notify?.templates.text || demo ? (['text'] as const) : []),
    'letter',
    'none'
  ];
}

/** The keyed hash by which an address or number is found again; null: nothing that can be written to. */
export function reachIndex(ctx: Context, way: PostWay, address: string): string | null {
  const plain = plainReach(way, address);
  return plain === null ? null : ctx.vault.index(`reach:${way}`, plain);
}

/**
 * Sends an invitation by its way, for the first time or again: mail and text go into the outbox, a letter gets a new code
 * (the codes of those before it end) to be printed. No permission of its own: its callers are verbs. Throws `invalid`
 * (`way`: `not-sent`) for one that is given in person, excluded or withdrawn.
 */
export async function sendBy(ctx: Context, invitationId: string): Promise<{ letterId: string | null }> {
  return within(ctx, async (ctx) => {
    const row = await store.invitationById(ctx, invitationId);
    if (!row) throw notFound();
    const way = entryWays.find((one) => one === row.way);
    if (!way || row.part === 'excluded' || row.withdrawn_at !== null)
      throw new Refusal('invalid', { fields: { way: 'not-sent' } });
    const id = ctx.ids();
    const by = 'id' in ctx.actor ? ctx.actor.id : 'visitor';
    await entry.insertSending(ctx, { id, invitation_id: row.id, way, sent_at: ctx.now.toISOString(), sent_by: by });
    if (way === 'letter') return { letterId: await makeLetter(ctx, row.id) };
    await enqueue(ctx, { kind: 'invitation', dedupeKey: keyOf(id), invitationId: row.id, sendingId: id });
    return { letterId: null };
  });
}

/**
 * Ends every way in of an invitation that was withdrawn, excludes now, or goes another way: its letters, its codes, and
 * the visits of the person. In the caller's transaction; no permission of its own.
 */
export async function endWaysIn(ctx: Context, row: Pick<store.InvitationRow, 'id' | 'contact_id'>): Promise<void> {
  await within(ctx, async (ctx) => {
    await endLettersOf(ctx, row.id);
    await entry.endCodes(ctx, { invitation_id: row.id });
    await endVisitsOf(ctx, 'contributor', row.contact_id);
  });
}

/** What became of these sendings by mail or text. No permission of its own: its callers are verbs for staff. */
export async function becameOf(ctx: Context, sendingIds: readonly string[]): Promise<Map<string, SentState>> {
  const states = await sentStates(ctx, sendingIds.map(keyOf));
  return new Map(
    sendingIds.flatMap((id): [string, SentState][] => {
      const state = states.get(keyOf(id));
      return state ? [[id, state]] : [];
    })
  );
}

const keyOf = (sendingId: string) => `sending:${sendingId}`;

/* The link in a mail or text */

/** The last part of the address in a mail: the sending's id and a short mac over it, so that nothing is kept. */
export const linkOf = (ctx: Context, sendingId: string): string =>
  Buffer.concat([Buffer.from(sendingId.replaceAll('-', ''), 'hex'), macOf(ctx, sendingId)]).toString('base64url');

const macOf = (ctx: Context, sendingId: string) => ctx.vault.mac('code', 'sending', sendingId).subarray(0, 12);

/** The sending a link belongs to; null when nobody ever made it. */
export function sendingIn(ctx: Context, link: string): string | null {
  const bytes = Buffer.from(/^[\w-]{38}$/.test(link) ? link : '', 'base64url');
  const id = bytes
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return bytes.length === 28 && timingSafeEqual(bytes.subarray(16), macOf(ctx, id)) ? id : null;
}

/* What the outbox sends */

/** One mail or text to somebody who was asked: where to, in which language, and the way in. */
export type Posting = Readonly<{
  /** Who it is for: a contact. */
  contactId: string;
  way: PostWay;
  to: string;
  language: string;
  opens: Readonly<{ link: string } | { code: string }>;
}>;

/**
 * Where a mail or text of the outbox goes, looked up as it is sent. Null: nowhere any more, because it was withdrawn, the
 * code is over, or the address is another than the one that was asked.
 */
export async function postingFor(
  ctx: Context,
  to: Readonly<{ sendingId: string } | { entryCodeId: string }>
): Promise<Posting | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'outbox.send');
    if ('sendingId' in to) {
      const sending = await entry.sendingById(ctx, to.sendingId);
      const found = sending ? await reached(ctx, sending.invitation_id, sending.way) : null;
      return found && sending ? { ...found, opens: { link: linkOf(ctx, sending.id) } } : null;
    }
    const code = await entry.codeById(ctx, to.entryCodeId);
    if (!code?.invitation_id || code.used_at !== null || code.ends_at <= ctx.now.toISOString()) return null;
    const found = await reached(ctx, code.invitation_id, code.way);
    return found ? { ...found, opens: { code: codeOf(ctx, code.id) } } : null;
  });
}

async function reached(ctx: Context, invitationId: string, way: string): Promise<Omit<Posting, 'opens'> | null> {
  const row = await store.invitationById(ctx, invitationId);
  if (!row || row.way !== way || (way !== 'email' && way !== 'text')) return null;
  if ((await invitationNow(ctx.db, row.contact_id, ctx.now))?.id !== row.id) return null;
  const contact = await contactOf(ctx, row.contact_id);
  const address = way === 'email' ? contact?.email : contact?.phone;
  const to = address ? plainReach(way, address) : null;
  const contactId = row.contact_id;
  return to !== null && reachIndex(ctx, way, to) === row.reach_index ? { contactId, way, to, language: row.language } : null;
}
