import type { Context } from '#lib/context.ts';
import { isPostgres } from '#lib/server/database/dialects/locks.ts';
import * as store from './store.server.ts';

/** What may be told, and to whom by id only: the address is looked up when it is sent, the words are constant. */
export type Nudge = Readonly<{
  /** `urgent`: it cannot wait. Neither says whom or what it is about. */
  kind: 'something-new' | 'urgent';
  /** Two nudges with one key are one nudge. */
  dedupeKey: string;
  staffId: string;
}>;

/** Puts a nudge in the outbox, in the caller's transaction: it exists if and only if what it tells of does. */
export async function enqueue(ctx: Context, nudge: Nudge): Promise<void> {
  const id = ctx.ids();
  const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
  const payload = safe.seal('outbox', 'payload_sealed', id, 0, JSON.stringify({ staffId: nudge.staffId }));
  await store.add(ctx, {
    id,
    kind: nudge.kind,
    dedupe_key: nudge.dedupeKey,
    payload_sealed: payload,
    state: 'waiting',
    not_before: ctx.now.toISOString(),
    attempts: 0,
    lease_until: null,
    last_error: null,
    created_at: ctx.now.toISOString(),
    done_at: null
  });
}

export type Claimed = Readonly<{ id: string; kind: Nudge['kind']; attempts: number; staffId: string }>;

/** Takes up to `limit` nudges that are due, for 60 s: two workers never hold the same one. */
export async function claim(ctx: Context, limit: number): Promise<Claimed[]> {
  const rows = await store.claim(ctx, limit, new Date(ctx.now.getTime() + 60_000).toISOString(), isPostgres(ctx.db));
  const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
  return rows.flatMap((row) => {
    const opened = safe.open('outbox', 'payload_sealed', row.id, 0, row.payload_sealed);
    const payload: unknown = typeof opened === 'string' ? JSON.parse(opened) : null;
    const staffId = payload && typeof payload === 'object' && 'staffId' in payload ? String(payload.staffId) : null;
    return staffId
      ? [
          {
            id: row.id,
            kind: row.kind === 'urgent' ? ('urgent' as const) : ('something-new' as const),
            attempts: row.attempts,
            staffId
          }
        ]
      : [];
  });
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
