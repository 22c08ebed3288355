import type { Db } from '#lib/server/database/open.ts';
import { damagedKeys, keyName } from './damaged-keys.ts';
import type { KeyRing } from './ring.ts';
import type { KeyEvent } from './rotating.ts';

/** What is known of the ring's life, for whoever runs it. Ids, numbers and times; never a key. */
export type KeyStatus = Readonly<{
  source: KeyRing['kind'];
  /** Every key of the ring, and those that rows name and the ring lacks; how many data keys each wraps, and how many of them do not open. */
  keys: readonly Readonly<{
    id: string;
    state: 'active' | 'decrypt-only' | 'retired' | 'missing';
    rows: number;
    damaged: number;
  }>[];
  /** Data keys that do not open, each by whose it is and which row. */
  damagedKeys: readonly string[];
  /** Data keys that have a successor and are still named by a field, or not yet destroyed. */
  oldDataKeys: number;
  /** Re-encryption that was begun and is not over. */
  unfinished: Readonly<{ startedAt: string; stage: string; fields: number }> | null;
  lastRotated: string | null;
  lastReencrypted: string | null;
  /** When the ring was last copied to two people, and whether it had the key that wraps now. */
  lastCopied: Readonly<{ at: string; current: boolean }> | null;
  damagedFields: number;
}>;

/** Reads it. Changes nothing. */
export async function keyStatus(db: Db, ring: KeyRing): Promise<KeyStatus> {
  const rows = await db
    .selectFrom('data_keys')
    .select(['ring_key', (select) => select.fn.countAll<number>().as('rows')])
    .groupBy('ring_key')
    .execute();
  const many = new Map(rows.map((row) => [row.ring_key, Number(row.rows)]));
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
  const shut = await damagedKeys({ db, ring, installation });
  const inRing = ring.keys().map(({ id, state }) => {
    const damaged = shut.filter(({ ringKey }) => ringKey === id).length;
    return { id, state, rows: many.get(id) ?? 0, damaged };
  });
  const missing = [...many].filter(([id]) => !inRing.some((key) => key.id === id));
  const copied = await lastEvent(db, 'copied');
  const work = await db.selectFrom('key_work').selectAll().where('stage', '!=', 'done').executeTakeFirst();
  return {
    source: ring.kind,
    keys: [...inRing, ...missing.map(([id, count]) => ({ id, state: 'missing' as const, rows: count, damaged: 0 }))],
    damagedKeys: shut.map(keyName),
    oldDataKeys: await withSuccessor(db),
    unfinished: work ? { startedAt: work.started_at, stage: work.stage, fields: work.fields } : null,
    lastRotated: (await lastEvent(db, 'rotated'))?.at ?? null,
    lastReencrypted: (await lastEvent(db, 'reencrypted'))?.at ?? null,
    lastCopied: copied ? { at: copied.at, current: copied.ring_key === ring.active() } : null,
    damagedFields: await countOf(db)
  };
}

const lastEvent = (db: Db, kind: KeyEvent) =>
  db.selectFrom('key_events').select(['at', 'ring_key']).where('kind', '=', kind).orderBy('at', 'desc').executeTakeFirst();

/** Data keys that are not the newest of their subject and purpose. */
async function withSuccessor(db: Db): Promise<number> {
  const row = await db
    .selectFrom('data_keys as key')
    .innerJoin('data_keys as newer', (join) =>
      join
        .onRef('newer.subject', '=', 'key.subject')
        .onRef('newer.subject_id', '=', 'key.subject_id')
        .onRef('newer.purpose', '=', 'key.purpose')
        .onRef('newer.generation', '>', 'key.generation')
    )
    .select((select) => select.fn.count<number>('key.id').distinct().as('many'))
    .executeTakeFirstOrThrow();
  return Number(row.many);
}

async function countOf(db: Db): Promise<number> {
  const row = await db
    .selectFrom('damaged_fields')
    .select((select) => select.fn.countAll<number>().as('many'))
    .executeTakeFirstOrThrow();
  return Number(row.many);
}
