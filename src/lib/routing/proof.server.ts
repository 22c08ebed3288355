import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { lastTime, noteTime } from '#lib/server/last-times.ts';
import { closeToEach } from './close.server.ts';
import * as desks from './desks.store.server.ts';
import type { LooseItem } from './item.ts';
import * as items from './items.store.server.ts';
import { holdersOf } from './routing.server.ts';
import { deskCodes, mayBeEmpty, rules, type DeskCode, type ItemKind } from './rules.ts';

export type Proof = Readonly<{
  /** All that is open, and how much of it nobody could open now. */
  items: number;
  withoutReader: number;
  /** Desks at which nobody sits who works here and is not away now. */
  emptyDesks: readonly DeskCode[];
}>;

/** Something open, with everybody who can open it now or can take it at a desk and open it then. */
export type Readable = Readonly<{ item: LooseItem & { childId: string | null }; staffIds: readonly string[] }>;

/** Proves that whatever waits has somebody who can open it now (decision 16); reads facts only, no words. */
export async function proveReaders(ctx: Context): Promise<Proof> {
  await allow(ctx, 'readers.prove');
  const all = await readersNow(ctx);
  const emptyDesks: DeskCode[] = [];
  for (const code of deskCodes)
    if (!mayBeEmpty.includes(code) && (await desks.membersOf(ctx, code)).length === 0) emptyDesks.push(code);
  return { items: all.length, withoutReader: all.filter(({ staffIds }) => staffIds.length === 0).length, emptyDesks };
}

/**
 * Everything that is open, each with who can open it now. What goes to several at once (a worry) has a reader in any of
 * them. No permission of its own: its callers are verbs.
 */
export async function readersNow(ctx: Context): Promise<Readable[]> {
  const rows = await items.openItems(ctx);
  const children = new Map(rows.map((row) => [row.id, row.child_id]));
  const open = items.asLooseItems(rows).map((item) => ({ ...item, childId: children.get(item.id) ?? null }));
  const holders = await holdersOf(ctx, [...new Set(open.flatMap(({ childId }) => childId ?? []))]);
  const sitting = new Map<DeskCode, readonly string[]>();
  for (const code of deskCodes) sitting.set(code, await desks.membersOf(ctx, code));
  const managers = await desks.managersNow(ctx);
  const admins = await desks.adminsNow(ctx);
  const keptFrom = await items.thoseKeptFrom(ctx, open);
  const never = await neverNow(ctx, open);
  const first = (kind: ItemKind, childId: string | null, besides: ReadonlySet<string>): readonly string[] => {
    const rule = rules[kind];
    if (rule.first === 'managers') return managers;
    if (rule.first === 'admins') return admins.length === 0 ? managers : admins;
    const person = rule.first === 'holder' ? holders.get(childId ?? '')?.personId : undefined;
    if (person) return [person];
    const members = (sitting.get(rule.desk) ?? []).filter((id) => !besides.has(id));
    return members.length === 0 && rule.elseManagers ? managers : members;
  };
  const about = ({ subject, subjectId }: LooseItem) => `${subject}:${subjectId}`;
  const together = new Map<string, Set<string>>();
  for (const item of open) {
    const known = together.get(about(item)) ?? new Set();
    const [besides, neverThese] = [keptFrom(item), never(item)];
    for (const id of first(item.kind, item.childId, besides)) if (!besides.has(id) && !neverThese.has(id)) known.add(id);
    together.set(about(item), known);
  }
  return open.map((item) => ({ item, staffIds: [...(together.get(about(item)) ?? [])] }));
}

/** Gives who never opens such an item, by what they are to its child now. */
async function neverNow(ctx: Context, open: readonly Readable['item'][]) {
  const { close, social } = await closeToEach(ctx, [...new Set(open.flatMap(({ childId }) => childId ?? []))]);
  return ({ kind, childId }: Readable['item']): ReadonlySet<string> => {
    const { never = [] } = rules[kind];
    const of = (people: typeof close) => people.get(childId ?? '') ?? [];
    return new Set([
      ...(never.includes('allocated') || never.includes('covering') ? of(close) : []),
      ...(never.includes('social_worker') ? of(social) : [])
    ]);
  };
}

/** From which hour on the proof of a night is made, UK time. */
const NIGHT_HOUR = 2;

/** The proof of the night, once: kept with its figures, and if anything has no reader every manager hears of it. A job's work. */
export async function proveEveryNight(ctx: Context): Promise<void> {
  const last = await lastTime(ctx.db, 'readers');
  if (last && dayOf(last.at) === dayOf(ctx.now)) return;
  if (last && Number(hourInLondon.format(ctx.now)) < NIGHT_HOUR) return;
  await within(ctx, keepProof);
}

/** Makes the proof now and keeps its figures; if anything has no reader every manager hears of it, once a day. */
export async function keepProof(ctx: Context): Promise<Proof> {
  return within(ctx, async (ctx) => {
    const proof = await proveReaders(ctx);
    await noteTime(ctx.db, 'readers', ctx.now, `${proof.items} ${proof.withoutReader}`);
    if (proof.withoutReader > 0) {
      const reason = `${proof.withoutReader} of ${proof.items}`;
      await record(ctx, { verb: 'readers.missing', subject: 'desk', subjectId: proof.emptyDesks.join(',') || 'none', reason });
      for (const staffId of await desks.managersNow(ctx))
        await enqueue(ctx, { kind: 'urgent', dedupeKey: `no-reader:${dayOf(ctx.now)}:${staffId}`, staffId });
    }
    return proof;
  });
}

export type Kept = Readonly<{ at: string; items: number; withoutReader: number }>;

/** What the last proof that was kept found; null: there has been none. For managers and on the host. */
export async function lastProof(ctx: Context): Promise<Kept | null> {
  await allow(ctx, 'readers.prove');
  const last = await lastTime(ctx.db, 'readers');
  const [many = NaN, without = NaN] = (last?.note ?? '').split(' ').map(Number);
  return last && Number.isFinite(without) ? { at: last.at.toISOString(), items: many, withoutReader: without } : null;
}

const hourInLondon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
