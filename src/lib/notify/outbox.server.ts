import type { Context } from '#lib/context.ts';
import { isPostgres } from '#lib/server/database/dialects/locks.ts';
import { allow } from '#lib/relations.server.ts';
import * as store from './store.server.ts';

/**
 * What may be told, and to whom by id only: the address is looked up when it is sent, the words are constant. Nothing
 * says whom or what it is about.
 */
export type Nudge = Readonly<{
  /** Two nudges with one key are one nudge. */
  dedupeKey: string;
}> &
  (
    | Readonly<{
        /** To a worker. `urgent`: it cannot wait; `new-way`: one of their ways to sign in was used or added, maybe not by them. */
        kind: 'something-new' | 'urgent' | 'new-way';
        staffId: string;
      }>
    /** To a worker: a link to set up their ways to sign in. */
    | Readonly<{ kind: 'staff-link'; staffId: string; linkId: string }>
    /** To somebody who is asked for their views: a link. */
    | Readonly<{ kind: 'invitation'; invitationId: string; sendingId: string }>
    /** To somebody who comes in: eight digits. `nobody`: nobody is there, and it is written down all the same. */
    | Readonly<{ kind: 'entry-code'; entryCodeId: string; nobody?: boolean }>
  );

/** What became of something that was to be sent. `no-way`: there was nowhere to send it, or nothing that carries it. */
export type SentState = 'waiting' | 'sent' | 'no-way';

/** Puts a nudge in the outbox, in the caller's transaction: it exists if and only if what it tells of does. */
export async function enqueue(ctx: Context, nudge: Nudge): Promise<void> {
  const id = ctx.ids();
  const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
  const payload = safe.seal('outbox', 'payload_sealed', id, 0, JSON.stringify(recipientOf(nudge)));
  const nobody = 'nobody' in nudge && nudge.nobody === true;
  await store.add(ctx, {
    id,
    kind: nudge.kind,
    dedupe_key: nudge.dedupeKey,
    payload_sealed: payload,
    state: nobody ? 'in-product' : 'waiting',
    not_before: ctx.now.toISOString(),
    attempts: 0,
    lease_until: null,
    last_error: null,
    created_at: ctx.now.toISOString(),
    done_at: nobody ? ctx.now.toISOString() : null
  });
}

function recipientOf(nudge: Nudge) {
  if ('linkId' in nudge) return { staffId: nudge.staffId, linkId: nudge.linkId };
  if ('staffId' in nudge) return { staffId: nudge.staffId };
  if ('sendingId' in nudge) return { invitationId: nudge.invitationId, sendingId: nudge.sendingId };
  return { entryCodeId: nudge.entryCodeId };
}

/** By ids only; one of them is there. `linkId`: of a worker's link, beside whose it is. */
type Recipient = Readonly<{
  staffId: string | null;
  linkId: string | null;
  sendingId: string | null;
  entryCodeId: string | null;
}>;
export type Claimed = Readonly<{ id: string; kind: Nudge['kind']; attempts: number }> & Recipient;

const kinds = ['something-new', 'urgent', 'new-way', 'staff-link', 'invitation', 'entry-code'] as const satisfies Nudge['kind'][];

/**
 * Takes up to `limit` nudges that are due, for 60 s: two workers never hold the same one. What cannot wait is first. One that
 * does not say whom it is for any more (it does not open) is dead, and shown to staff: nobody claims it again.
 */
export async function claim(ctx: Context, limit: number): Promise<Claimed[]> {
  const rows = await store.claim(ctx, limit, new Date(ctx.now.getTime() + 60_000).toISOString(), isPostgres(ctx.db));
  const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
  const claimed: Claimed[] = [];
  for (const row of rows) {
    const opened = safe.open('outbox', 'payload_sealed', row.id, 0, row.payload_sealed);
    const to = typeof opened === 'string' ? readRecipient(opened) : null;
    const kind = kinds.find((one) => one === row.kind) ?? 'something-new';
    if (to) claimed.push({ id: row.id, kind, attempts: row.attempts, ...to });
    else await store.finish(ctx, row.id, 'dead');
  }
  return claimed;
}

function readRecipient(payload: string): Recipient | null {
  const given = new Map(Object.entries(Object(parsed(payload))));
  const idOf = (name: string) => (given.has(name) ? String(given.get(name)) : null);
  const to = {
    ...{ staffId: idOf('staffId'), linkId: idOf('linkId') },
    ...{ sendingId: idOf('sendingId'), entryCodeId: idOf('entryCodeId') }
  };
  return Object.values(to).some((id) => id !== null) ? to : null;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}

/** It was handed over: done. */
export const settle = (ctx: Context, id: string) => store.finish(ctx, id, 'sent');
/** There is no way to send it (no mail set up, no address): the inbox has it all the same. */
export const leaveInProduct = (ctx: Context, id: string) => store.finish(ctx, id, 'in-product');

const DEAD_AFTER = 72 * 3600_000;

/** It failed: tried again after 1 minute, doubling to 6 hours, for 72 hours; then it is dead and shown to staff. */
export async function postpone(ctx: Context, claimed: Claimed, code: string): Promise<void> {
  const wait = Math.min(60_000 * 2 ** Math.max(0, claimed.attempts - 1), 6 * 3600_000);
  const born = await store.createdAt(ctx, claimed.id);
  if (born && ctx.now.getTime() + wait - Date.parse(born) > DEAD_AFTER) return store.finish(ctx, claimed.id, 'dead');
  await store.retry(ctx, claimed.id, new Date(ctx.now.getTime() + wait).toISOString(), code);
}

/** What became of these, by their dedupe keys; unknown ones are missing from the map. */
export async function sentStates(ctx: Context, dedupeKeys: readonly string[]): Promise<Map<string, SentState>> {
  const rows = dedupeKeys.length === 0 ? [] : await store.statesOf(ctx, dedupeKeys);
  return new Map(
    rows.map(({ dedupe_key, state }): [string, SentState] => [
      dedupe_key,
      state === 'sent' ? 'sent' : state === 'waiting' || state === 'sending' ? 'waiting' : 'no-way'
    ])
  );
}

/** Removes codes that were sent, or were for nobody, before this time. Nobody asks what became of a code. */
export const clearCodesSent = (ctx: Context, before: string) => store.clearDone(ctx, 'entry-code', before);

/** What waits to be sent: how much, since when what is due waits (ISO time; null: nothing is), and how much was given up. */
export async function outboxState(ctx: Context): Promise<{ oldestDue: string | null; waiting: number; dead: number }> {
  await allow(ctx, 'outbox.look');
  return store.waitingNow(ctx);
}
