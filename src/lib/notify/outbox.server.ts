import { within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import type { Remedy } from '#lib/server/refused.ts';
import { quietUntil } from './hours.ts';
import { isTellingKind, kindsWith, rankOf, tellings, type TellingKind } from './kinds.ts';
import type { OutboxState } from './standing.ts';
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
    /** To the advocacy service, where it never signs in: somebody asks for it. */
    | Readonly<{ kind: 'ring-us'; service: 'advocacy' }>
    /** To somebody who is asked for their views: a link. */
    | Readonly<{ kind: 'invitation'; invitationId: string; sendingId: string }>
    /** The same on paper, printed and posted by whoever the settings name. */
    | Readonly<{ kind: 'letter'; invitationId: string; letterId: string }>
    /** To somebody who comes in (`invitationId`; null: nobody is there, and it is written down all the same): eight digits. */
    | Readonly<{ kind: 'entry-code'; entryCodeId: string; invitationId: string | null }>
  );

/** What became of something that was to be sent. `no-way`: there was nowhere to send it, or nothing that carries it. */
export type SentState = 'waiting' | 'sent' | 'no-way';

/** Puts a nudge in the outbox, in the caller's transaction: it exists if and only if what it tells of does. */
export async function enqueue(ctx: Context, nudge: Nudge): Promise<void> {
  const id = ctx.ids();
  const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
  const payload = safe.seal('outbox', 'payload_sealed', id, 0, JSON.stringify(recipientOf(nudge)));
  const nobody = nudge.kind === 'entry-code' && nudge.invitationId === null;
  const personIndex = toldIndex(ctx, personOf(nudge));
  const now = ctx.now.toISOString();
  await store.add(ctx, {
    id,
    kind: nudge.kind,
    dedupe_key: nudge.dedupeKey,
    payload_sealed: payload,
    state: nobody ? 'in-product' : 'waiting',
    not_before: now,
    due_at: now,
    person_index: personIndex,
    attempts: 0,
    tried_at: null,
    lease_until: null,
    last_error: null,
    created_at: now,
    done_at: nobody ? now : null
  });
}

/** By which keyed hash it is kept whose order something keeps: a worker's, or that of one invitation; by its id. */
export const toldIndex = (ctx: Context, id: string): string => ctx.vault.index('told', id);

/** Whose order it keeps, by an id. */
function personOf(nudge: Nudge): string {
  if ('staffId' in nudge) return nudge.staffId;
  if ('service' in nudge) return nudge.service;
  return nudge.kind === 'entry-code' ? (nudge.invitationId ?? nudge.entryCodeId) : nudge.invitationId;
}

function recipientOf(nudge: Nudge) {
  if ('linkId' in nudge) return { staffId: nudge.staffId, linkId: nudge.linkId };
  if ('staffId' in nudge) return { staffId: nudge.staffId };
  if ('service' in nudge) return { service: nudge.service };
  if ('sendingId' in nudge) return { invitationId: nudge.invitationId, sendingId: nudge.sendingId };
  if ('letterId' in nudge) return { invitationId: nudge.invitationId, letterId: nudge.letterId };
  return { entryCodeId: nudge.entryCodeId };
}

/** By ids only; one of them is there. `linkId`: of a worker's link, beside whose it is. `service`: its name, for which an address is set. */
export type Recipient = Readonly<{
  staffId: string | null;
  linkId: string | null;
  sendingId: string | null;
  entryCodeId: string | null;
  letterId: string | null;
  service: string | null;
}>;

/** `attempts`: which try this is. `personIndex`: whose order it keeps, by a keyed hash. */
export type Claimed = Readonly<{ id: string; kind: TellingKind; attempts: number; personIndex: string | null }> & Recipient;

/** How long one process may be at what it claimed, longer than the slowest carrier may take, in milliseconds. */
const LEASE = 60_000;
const orders = { all: Object.keys(tellings), atOnce: kindsWith(({ order }) => order === 'at-once') };
const quietKinds = kindsWith(({ hours }) => hours === 'children-and-families');

/**
 * Takes up to `limit` nudges that are due, for 60 s: two workers never hold the same one, nor two of one person. What cannot wait
 * is first; in hours in which families are left in peace (`quietHours`), what is for them waits until those end. One that does not say whom it is for any more (it does not open) is dead, and shown to staff: nobody claims it again.
 */
export async function claim(ctx: Context, limit: number, quietHours = true): Promise<Claimed[]> {
  await lockName(ctx.db, 'outbox');
  const quiet = quietHours ? quietUntil(ctx.now) : null;
  if (quiet) await store.putOff(ctx, quietKinds, quiet.toISOString());
  await store.wake(ctx);
  const rows = await store.claim(ctx, limit, new Date(ctx.now.getTime() + LEASE).toISOString(), orders);
  const claimed: Claimed[] = [];
  for (const row of rows) {
    const one = await asClaimed(ctx, row);
    if (one) claimed.push(one);
    else await store.finish(ctx, row, 'dead');
  }
  return claimed.toSorted((one, other) => rankOf(one.kind) - rankOf(other.kind));
}

type Sealed = Pick<store.OutboxRow, 'id' | 'kind' | 'attempts' | 'payload_sealed' | 'person_index'>;

async function asClaimed(ctx: Context, row: Sealed): Promise<Claimed | null> {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
  const opened = safe.open('outbox', 'payload_sealed', row.id, 0, row.payload_sealed);
  const to = typeof opened === 'string' ? readRecipient(opened) : null;
  const kind = isTellingKind(row.kind) ? row.kind : 'something-new';
  return to && { id: row.id, kind, attempts: row.attempts, personIndex: row.person_index, ...to };
}

function readRecipient(payload: string): Recipient | null {
  const given = new Map(Object.entries(Object(parsed(payload))));
  const idOf = (name: string) => (given.has(name) ? String(given.get(name)) : null);
  const to = {
    ...{ staffId: idOf('staffId'), linkId: idOf('linkId'), letterId: idOf('letterId') },
    ...{ sendingId: idOf('sendingId'), entryCodeId: idOf('entryCodeId'), service: idOf('service') }
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
export const settle = (ctx: Context, claimed: Claimed) => store.finish(ctx, claimed, 'sent');
/** There is no way to send it (no mail set up, no address): the inbox has it all the same. */
export const leaveInProduct = (ctx: Context, claimed: Claimed) => store.finish(ctx, claimed, 'in-product');

const DEAD_AFTER = 72 * 3600_000;
const LONGEST_WAIT = 6 * 3600_000;

/**
 * It was not taken. Tried again after 1 minute, doubling to 6 hours, for 72 hours since it should have gone; then it is dead and
 * shown to staff (`given-up`). Where nobody is at that address (`bounced`), it is not tried again at all.
 */
export async function postpone(
  ctx: Context,
  claimed: Claimed,
  { code, remedy = 'later' }: Readonly<{ code: string; remedy?: Remedy }>
): Promise<'later' | 'given-up' | 'bounced'> {
  if (remedy === 'address') return (await store.finish(ctx, claimed, 'bounced', code), 'bounced');
  const row = await store.one(ctx, claimed.id);
  const next = nextTry(ctx.now, claimed.attempts, remedy);
  if (row?.due_at && next.getTime() - Date.parse(row.due_at) > DEAD_AFTER)
    return (await store.finish(ctx, claimed, 'dead', code), 'given-up');
  await store.retry(ctx, claimed, next.toISOString(), code);
  return 'later';
}

function nextTry(now: Date, attempts: number, remedy: Remedy): Date {
  if (remedy === 'next-day') return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
  return new Date(now.getTime() + Math.min(60_000 * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT));
}

/** Something that was handed over came back: whom it was for, once; null: nobody is waiting to hear that. */
export async function cameBack(ctx: Context, id: string): Promise<Claimed | null> {
  const row = await store.one(ctx, id);
  if (row?.state !== 'sent') return null;
  await store.bounce(ctx, id);
  return asClaimed(ctx, row);
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

const KEPT_DAYS = 90;

/** Removes what was over 90 days ago, in short slices. By the clock. */
export async function clearOutbox(ctx: Context): Promise<void> {
  const before = new Date(ctx.now.getTime() - KEPT_DAYS * 24 * 3600_000).toISOString();
  for (let gone = 1; gone > 0;)
    gone = await within(ctx, async (ctx) => {
      await allow(ctx, 'outbox.send');
      return store.clearOver(ctx, before, 500);
    });
}

/** What was given up for these was told otherwise, or is put right: it is no alarm any more. In the caller's transaction. */
export const setAside = (ctx: Context, personIndexes: readonly string[]): Promise<void> =>
  store.setAside(ctx, { of: personIndexes });

/** What was given up and is nobody's task is put aside; `but`: whose is. In the caller's transaction. */
export const setRestAside = (ctx: Context, but: readonly string[]): Promise<void> => store.setAside(ctx, { butOf: but });

/** What waits to be sent: how much, since when the oldest should have gone, and how much was given up. Figures only. */
export async function outboxState(ctx: Context): Promise<OutboxState> {
  await allow(ctx, 'outbox.look');
  return store.waitingNow(ctx);
}
