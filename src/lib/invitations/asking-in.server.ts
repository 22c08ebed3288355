import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { allow, invitationNow } from '#lib/relations.server.ts';
import { tokenHash } from '#lib/sign-in/hashing.server.ts';
import { take, waitFor } from '#lib/sign-in/limits.server.ts';
import { minutesOn } from '#lib/sign-in/session.ts';
import { codeMinutes } from './entry-code.ts';
import { allAsked, askedFor } from './entry-limits.ts';
import * as entry from './entry.store.server.ts';
import { readReach, type PostWay } from './reach.ts';
import { reachIndex, sendingIn } from './sending.server.ts';
import * as store from './store.server.ts';
import { byAddress } from './visits.server.ts';

/** With what somebody asks for a code: the link they were sent, or the address or number they typed. */
export type AskingWith = Readonly<{ link: string } | { typed: string }>;

/** Whom a code is for. Without an invitation nobody gets it. */
type Whom = Readonly<{ invitationId: string | null; reachIndex: string | null; way: PostWay }>;

/**
 * Sends eight digits to whoever was asked, for this browser alone; the one before it in this browser is over. Returns what
 * the browser's cookie holds from now on. Whether anybody is there shows in nothing: the answer is the same, and so is what
 * is written, but that for nobody nothing goes out. Asked for very often (entry-limits.ts) nothing happens, with the same
 * answer. Throws `invalid` (`address`: `not-an-address`) for what is neither an address nor a number.
 */
export async function askForCode(ctx: Context, asked: AskingWith, browserToken?: string): Promise<{ browserToken: string }> {
  const reach = 'typed' in asked ? readReach(asked.typed) : null;
  if ('typed' in asked && !reach) throw new Refusal('invalid', { fields: { address: 'not-an-address' } });
  const token = browserToken && isToken(browserToken) ? browserToken : Buffer.from(ctx.random(32)).toString('base64url');
  await within(ctx, async (ctx) => {
    await allow(ctx, 'entry.use');
    const index = reach ? (reachIndex(ctx, reach.way, reach.address) ?? '') : '';
    const what = 'link' in asked ? `link:${ctx.vault.index('link', asked.link)}` : `reach:${index}`;
    if (await tooOften(ctx, what)) return;
    const flooded = (await take(ctx, allAsked)) > 0;
    const whom = 'link' in asked ? await behindLink(ctx, asked.link) : await behindAddress(ctx, index, reach?.way ?? 'email');
    await entry.endCodes(ctx, { browser_hash: tokenHash(token) });
    // Whoever is known still gets theirs: their own limit holds. Of strangers in such numbers nothing is kept.
    if (whom.invitationId !== null || !flooded) await writeDown(ctx, whom, token);
  });
  return { browserToken: token };
}

const isToken = (text: string) => /^[\w-]{43}$/.test(text);

async function tooOften(ctx: Context, what: string): Promise<boolean> {
  const buckets = askedFor(what);
  const waits = await Promise.all(buckets.map((bucket) => waitFor(ctx, bucket)));
  if (waits.some((wait) => wait > 0)) return true;
  for (const bucket of buckets) await take(ctx, bucket);
  return false;
}

async function behindLink(ctx: Context, link: string): Promise<Whom> {
  const sendingId = sendingIn(ctx, link);
  const sending = sendingId === null ? undefined : await entry.sendingById(ctx, sendingId);
  const row = sending ? await store.invitationById(ctx, sending.invitation_id) : undefined;
  const way = row?.way === 'text' ? 'text' : 'email';
  const open =
    row !== undefined && row.way === sending?.way && (await invitationNow(ctx.db, row.contact_id, ctx.now))?.id === row.id;
  return open ? { invitationId: row.id, reachIndex: row.reach_index, way } : { invitationId: null, reachIndex: null, way };
}

async function behindAddress(ctx: Context, index: string, way: PostWay): Promise<Whom> {
  const [row] = await byAddress(ctx, index, way);
  return row ? { invitationId: row.id, reachIndex: index, way } : { invitationId: null, reachIndex: null, way };
}

async function writeDown(ctx: Context, whom: Whom, token: string): Promise<void> {
  const id = ctx.ids();
  await entry.insertCode(ctx, {
    id,
    invitation_id: whom.invitationId,
    reach_index: whom.reachIndex,
    way: whom.way,
    browser_hash: tokenHash(token),
    tries: 0,
    made_at: ctx.now.toISOString(),
    ends_at: minutesOn(ctx.now, codeMinutes),
    used_at: null
  });
  await enqueue(ctx, {
    kind: 'entry-code',
    dedupeKey: `entry-code:${id}`,
    entryCodeId: id,
    invitationId: whom.invitationId
  });
  await record(ctx, { verb: 'entry.ask', subject: 'entry-code', subjectId: id });
}
