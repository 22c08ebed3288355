import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { lockChain, waitAtMost } from '#lib/server/database/dialects/locks.ts';
import { changingKeys } from '#lib/server/keys/data-keys.ts';
import { isUnread, type Going, type Receipt } from './erasure.ts';
import { goes, goesByMention } from './what-goes.ts';
import * as store from './store.server.ts';

const DAY = 24 * 3600_000;

/** A child's rows by table, in the order in which they are found. */
type Found = ReadonlyMap<string, Readonly<{ key: string; keys: readonly string[] }>>;

/** What erasing this child would take away. Changes nothing. Throws `not-found` when there is no such child. */
export async function whatGoes(ctx: Context, childId: string): Promise<Going> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'child.erase', childId);
    return (await goingOf(ctx, childId)).going;
  });
}

async function goingOf(ctx: Context, childId: string): Promise<{ going: Going; found: Found }> {
  const childIds = await store.oneChild(ctx, childId);
  if (childIds.length === 0) throw notFound();
  const found = await rowsOf(ctx, childIds);
  const counts = Object.fromEntries([...found].map(([table, { keys }]) => [table, keys.length]).filter(([, rows]) => rows !== 0));
  return { going: { childIds, counts, unread: await store.unread(ctx, childIds) }, found };
}

/** Everything of these children in every table: from the child to their people, and on to what hangs on those. */
async function rowsOf(ctx: Context, childIds: readonly string[]): Promise<Found> {
  const found = new Map<string, { key: string; keys: readonly string[] }>();
  for (const one of goes) {
    const keys = new Set<string>();
    for (const by of one.by) {
      const ids = by.of === 'child' ? childIds : (found.get(by.of)?.keys ?? []);
      for (const key of await store.keysOf(ctx, one, by, ids)) keys.add(key);
    }
    found.set(one.table, { key: one.key ?? 'id', keys: [...keys] });
  }
  const all = new Set([...childIds, ...[...found.values()].flatMap(({ keys }) => keys)]);
  for (const at of goesByMention) found.set(at.table, { key: at.key, keys: await store.mentioning(ctx, at, all) });
  return found;
}

export type Erasing = Readonly<{
  childId: string;
  reason: string;
  /** Also what nobody has opened, and alerts that are not done. */
  unreadToo: boolean;
  /** For how many days backups are kept. */
  backupDays: number;
}>;

/**
 * Erases a child: their data keys, so that no copy of a field opens any more, and their rows in every table, in one
 * transaction. The audit stays and goes on fitting. Afterwards the file is to be scrubbed (`scrub`), and the receipt says
 * until when a backup may still hold the wrapped keys.
 * Throws `invalid` with a field: `unread` (something nobody opened), `reason`, `importing` (an import is at work).
 */
export async function eraseChild(ctx: Context, { childId, reason, unreadToo, backupDays }: Erasing): Promise<Receipt> {
  const receipt = await givingWay(ctx, async (ctx) => {
    // Nobody seals anything with a key of this child from here on; who tries waits, and finds no child.
    await changingKeys(ctx.db, ctx.ids());
    await lockChain(ctx.db);
    await allow(ctx, 'child.erase', childId);
    if (reason.trim() === '') throw new Refusal('invalid', { fields: { reason: 'required' } });
    if (await store.importAtWork(ctx, new Date(ctx.now.getTime() - DAY).toISOString()))
      throw new Refusal('invalid', { fields: { importing: 'at-work' } });
    const { going, found } = await goingOf(ctx, childId);
    if (isUnread(going) && !unreadToo) throw new Refusal('invalid', { fields: { unread: 'unread' } });
    const counts = await removeAll(ctx, found);
    return keepReceipt(ctx, going, { childId, reason, backupDays, counts });
  });
  ctx.vault.forget({ kind: 'child', id: childId });
  return receipt;
}

const PATIENCE = 200;
const TIMES = 50;

/**
 * Some hold the chain and then ask for keys, others the other way about; this wants both for itself. No order fits them all,
 * so it waits for a moment only, lets go of everything when somebody is in the way, and begins again.
 */
async function givingWay<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  for (let time = 1; ; time += 1) {
    try {
      return await within(ctx, async (ctx) => {
        await waitAtMost(ctx.db, PATIENCE);
        return work(ctx);
      });
    } catch (error) {
      if (time === TIMES || ctx.db.isTransaction || !isInTheWay(error)) throw error;
    }
    await setTimeout(PATIENCE);
  }
}

/** PostgreSQL waited as long as it was told to, or found two who wait for each other. */
function isInTheWay(error: unknown): boolean {
  const cause = error instanceof Refusal ? error.cause : null;
  return cause instanceof Error && 'code' in cause && (cause.code === '55P03' || cause.code === '40P01');
}

async function removeAll(ctx: Context, found: Found): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, { key, keys }] of [...found].reverse()) {
    const one = [...goes, ...goesByMention].find((entry) => entry.table === table);
    if (one && keys.length > 0) counts[table] = await store.remove(ctx, one.table, key, keys);
  }
  return counts;
}

type Done = Readonly<{ childId: string; reason: string; backupDays: number; counts: Record<string, number> }>;

async function keepReceipt(ctx: Context, { childIds }: Going, { reason, backupDays, counts, childId }: Done): Promise<Receipt> {
  const opensUntil = dayOf(new Date(ctx.now.getTime() + backupDays * DAY));
  const by = 'id' in ctx.actor ? ctx.actor.id : ctx.actor.kind;
  const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
  const made: Receipt[] = [];
  // Records that were merged into the child's have a line of their own: a restore must find every one of them.
  for (const one of [childId, ...childIds.filter((id) => id !== childId)]) {
    const id = ctx.ids();
    const receipt = { id, childId: one, at: ctx.now.toISOString(), by, counts: one === childId ? counts : {}, opensUntil };
    await store.keep(ctx, {
      ...{ id, child_id: one, erased_at: receipt.at, erased_by: by, opens_until: opensUntil },
      counts: JSON.stringify(receipt.counts),
      reason_sealed: safe.seal('erasures', 'reason_sealed', id, 0, reason.trim())
    });
    await record(ctx, { verb: 'child.erase', subject: 'child', subjectId: one, childId: one });
    made.push(receipt);
  }
  const [first] = made;
  if (!first) throw notFound();
  return first;
}

const countsShape = v.record(v.string(), v.number());

/** Every erasure there was, the oldest first: what a restore of an older copy has to do again. */
export async function erasures(ctx: Context): Promise<Receipt[]> {
  await allow(ctx, 'child.erase');
  return (await store.receipts(ctx)).map((row) => ({
    id: row.id,
    childId: row.child_id,
    at: row.erased_at,
    by: row.erased_by,
    counts: v.parse(countsShape, JSON.parse(row.counts)),
    opensUntil: row.opens_until
  }));
}
