import { record } from '#lib/audit/audit.server.ts';
import { within, type Actor, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import { tokenHash } from '#lib/sign-in/hashing.server.ts';
import { endSessionSoon, runOutSession } from '#lib/sign-in/lucia.server.ts';
import * as tries from '#lib/sign-in/secrets/secrets.store.server.ts';
import { cookieSeconds } from '#lib/sign-in/session.ts';
import * as shelf from './lock-visit.store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';

/** Fields of a form, as a page posts them. */
export type Fields = readonly (readonly [string, string])[];

/** Whoever writes on these pages, and whom it is about. */
type Writer = Extract<Actor, { kind: 'child' | 'contributor' }>;
type Child = Extract<Actor, { kind: 'child' }>;

/** Where the browser goes from a visit that closed, and the visit it goes on with when that is another one. */
export type Locked = Readonly<{ to: string; goesOn: { token: string; maxAge: number | null } | null }>;

/**
 * Closes a visit that nobody touches. What was being written on a page without a draft (`written`) is kept, sealed, in the same
 * transaction. A child's visit goes down to what the card alone may do, and the PIN or the pictures bring it up again; one by
 * the card alone goes on as another that knows nothing of this one until the secret is given. Only where there is no secret
 * is there nothing to hide it behind. An adult's runs out (what they wrote in another tab is still kept), and their code
 * brings them back. Throws `full` or `busy` when the words could not be kept: then the page keeps them and asks again.
 */
export async function lockVisit(ctx: Context, page: { path: string | null; written: Fields | null }): Promise<Locked> {
  const writer = writerOf(ctx);
  const childId = childOf(writer);
  return within(ctx, async (ctx) => {
    await allow(ctx, 'visit.lock', childId);
    if (page.path !== null && page.written) await keep(ctx, writer, page.path, page.written);
    await record(ctx, { verb: 'visit.lock', subject: writer.kind, subjectId: writer.id, childId });
    if (writer.kind === 'contributor') {
      await runOutSession(ctx.db, ctx.now, writer.sessionId);
      return { to: '/views/in?away=1', goesOn: null };
    }
    await shelf.lower(ctx, writer.sessionId);
    const secret = await store.secretOf(ctx, writer.id);
    if (!secret) return { to: '/me', goesOn: null };
    const goesOn = byCardAlone(writer) ? await goOnByCard(ctx, writer, secret.card_visit) : null;
    return { to: `/sign-in/secret?next=${page.path ?? '/me'}`, goesOn };
  });
}

/** `cardVisit`: the visit in which the card was opened again, after many wrong tries of the secret. It still is that one. */
async function goOnByCard(ctx: Context, child: Child, cardVisit: string | null): Promise<Locked['goesOn']> {
  // On a worker's device no secret is ever asked for.
  if (child.device === 'handed') return null;
  const token = Buffer.from(ctx.random(32)).toString('base64url');
  const id = tokenHash(token);
  if (!(await shelf.goOnByCard(ctx, child.sessionId, id))) return null;
  // Half a minute longer: another tab of it may be on its way to the same page.
  await endSessionSoon(ctx.db, ctx.now, child.sessionId);
  if (cardVisit === child.sessionId) await tries.setCardVisit(ctx, child.id, id);
  return { token, maxAge: cookieSeconds(child.device) };
}

/**
 * Keeps what came after the visit was over and was not taken (too long, nobody there any more for a copy), for its page to show
 * when they come back. Whether it is: not what came by the card alone, which no later visit of the card may find, and not
 * where there is no room for it.
 */
export async function keepLate(ctx: Context, page: { path: string; written: Fields }): Promise<boolean> {
  const writer = writerOf(ctx);
  if (byCardAlone(writer)) return false;
  try {
    await within(ctx, async (ctx) => {
      await allow(ctx, 'visit.lock', childOf(writer));
      await keep(ctx, writer, page.path, page.written);
    });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return false;
  }
}

/** What was kept from this page for whoever asks; null when nothing was, or it is not theirs to see now. */
export async function wordsKept(ctx: Context, path: string): Promise<FormData | null> {
  const writer = writerOf(ctx);
  return within(ctx, async (ctx) => {
    await allow(ctx, 'visit.lock', childOf(writer));
    const row = await keptHere(ctx, writer, path);
    const body = row && sealedRow(await safeOf(ctx, writer), 'kept_words', row).shown('body_sealed');
    if (!body) return null;
    const fields: Fields = JSON.parse(body);
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    return data;
  });
}

/** It was sent: what was kept of it goes. A full or busy disk takes nothing away from that: it goes by itself in a day. */
export async function dropKept(ctx: Context, path: string): Promise<void> {
  const writer = writerOf(ctx);
  try {
    await within(ctx, async (ctx) => {
      await allow(ctx, 'visit.lock', childOf(writer));
      const row = await keptHere(ctx, writer, path);
      if (row) await shelf.remove(ctx, row.id);
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** For the clearing of this room: what nobody came back for in a day. */
export const clearKept = (ctx: Context) => shelf.removeBefore(ctx, new Date(ctx.now.getTime() - DAY_MS).toISOString());
const DAY_MS = 24 * 3600_000;

/**
 * The visits by the card that this visit with the secret goes on from: through however many locks, as far back as they are
 * kept. Asks no permission: its callers are verbs.
 */
export async function visitsBefore(ctx: Context): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let id = ctx.actor.kind === 'child' ? ctx.actor.earlierVisit : null;
  while (id !== null && !found.has(id)) {
    found.add(id);
    id = await shelf.before(ctx, id);
  }
  return found;
}

async function keep(ctx: Context, writer: Writer, path: string, written: Fields): Promise<void> {
  const before = await keptHere(ctx, writer, path);
  if (before) await shelf.remove(ctx, before.id);
  const id = ctx.ids();
  const safe = await safeOf(ctx, writer);
  await shelf.add(ctx, {
    id,
    child_id: childOf(writer),
    author: writer.kind,
    author_id: writer.id,
    session_id: byCardAlone(writer) ? writer.sessionId : null,
    path,
    body_sealed: safe.seal('kept_words', 'body_sealed', id, 1, JSON.stringify(written)),
    rev: 1,
    kept_at: ctx.now.toISOString()
  });
}

/**
 * The same as with drafts (drafts.server.ts): by the card alone only what this visit kept; by a secret what was kept with it
 * since it was chosen, or by the card earlier in the same sitting.
 */
async function keptHere(ctx: Context, writer: Writer, path: string): Promise<shelf.KeptRow | undefined> {
  const rows = await shelf.keptOn(ctx, writer, path);
  if (writer.kind === 'contributor') return rows[0];
  if (byCardAlone(writer)) return rows.find(({ session_id }) => session_id === writer.sessionId);
  const since = (await store.secretOf(ctx, writer.id))?.set_at ?? '';
  const before = await visitsBefore(ctx);
  return rows.find(({ session_id, kept_at }) =>
    session_id === null ? kept_at >= since : before.has(session_id) || session_id === writer.sessionId
  );
}

const byCardAlone = (writer: Writer): boolean => writer.kind === 'child' && writer.assurance === 'card';

const childOf = (writer: Writer): string => (writer.kind === 'child' ? writer.id : writer.childId);

const safeOf = (ctx: Context, writer: Writer) => ctx.vault.safe(ctx.db, { kind: 'child', id: childOf(writer) }, 'private');

function writerOf({ actor }: Context): Writer {
  if (actor.kind !== 'child' && actor.kind !== 'contributor') throw notFound();
  return actor;
}
