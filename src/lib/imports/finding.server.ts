import type { Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import type { Entity } from './record.ts';
import { safeOf } from './staging.server.ts';
import * as sources from './sources.store.server.ts';

/** A record of ours and what a case system calls it. */
export type Sourced = Readonly<{ key: string; system: string; recordId: string }>;

/** Every record of one kind that came from a case system, by its identifier there. For commands. */
export async function sourced(ctx: Context, entity: Entity): Promise<Sourced[]> {
  await allow(ctx, 'source.find');
  const safe = await safeOf(ctx);
  return (await sources.everyOne(ctx, entity)).flatMap((row) => {
    const key = safe.open('source_records', 'key_sealed', row.id, 0, row.key_sealed);
    return typeof key === 'string' ? [{ key, system: row.source_system, recordId: row.record_id }] : [];
  });
}

/** The record with this identifier (any case) in a case system, or with this id of ours; null when there is none. */
export async function findSourced(ctx: Context, entity: Entity, asked: string): Promise<Sourced | null> {
  const plain = asked.trim().toLowerCase();
  const all = await sourced(ctx, entity);
  return all.find(({ key, recordId }) => key.toLowerCase() === plain || recordId === plain) ?? null;
}
