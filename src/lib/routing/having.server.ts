import { record } from '#lib/audit/audit.server.ts';
import type { Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import * as store from './climbing.store.server.ts';
import { closeToEach } from './close.server.ts';
import { beganAt } from './cover.ts';
import * as covers from './covers.store.server.ts';
import * as desks from './desks.store.server.ts';
import { nudgeReaders } from './items.server.ts';
import * as items from './items.store.server.ts';
import { rules } from './rules.ts';
import { activeStaff } from './store.server.ts';

/* "I have it": one named person does something about what cannot wait. Neither asks a permission: their callers are verbs. */

/** Whoever asks has it, unless somebody said so before; what climbed stops climbing. In the caller's transaction. True: they are the first. */
export async function haveItems(ctx: Context, subject: string, subjectId: string): Promise<boolean> {
  if (!ctx.db.isTransaction) throw new Error('having it is kept in the transaction of who may');
  if (ctx.actor.kind !== 'staff') throw notFound();
  return store.hadFirst(ctx, subject, subjectId, ctx.actor.id);
}

export type Had = Readonly<{ staffId: string; at: string }>;

/** Who said that they have it, of each of these; what nobody has is missing. */
export async function whoHas(ctx: Context, subject: string, subjectIds: readonly string[]): Promise<Map<string, Had>> {
  const rows = await store.hadOf(ctx, subject, subjectIds);
  return new Map(
    rows.flatMap(({ subject_id, had_by, had_at }): [string, Had][] =>
      had_by !== null && had_at !== null ? [[subject_id, { staffId: had_by, at: had_at }]] : []
    )
  );
}

/**
 * Who said that they have it and cannot open it any more (the child has another IRO, the cover is over, they left the desk), or
 * has been away since, has it no longer: it waits for everybody it is for, who hear of it as of something new, and climbs from
 * the start. A job's work, which asks for its permission; in its transaction.
 */
export async function letGo(ctx: Context): Promise<void> {
  const had = await items.openAndHad(ctx);
  if (had.length === 0) return;
  const stillHas = await whoStillHas(ctx, had);
  for (const rows of Map.groupBy(had, ({ subject, subject_id }) => `${subject}:${subject_id}`).values()) {
    const [first] = rows;
    if (!first?.had_by || rows.some(stillHas)) continue;
    if (!(await store.letGo(ctx, first))) continue;
    for (const { id, kind, subject, subject_id: subjectId, child_id: childId } of rows)
      if (items.isKind(kind))
        await nudgeReaders(ctx, { kind, subject, subjectId, childId }, `let-go:${id}:${first.had_at ?? ''}`);
    await record(ctx, { verb: 'item.let-go', subject: first.subject, subjectId: first.subject_id, childId: first.child_id });
  }
}

/** Gives whether whoever said that they have this item may open it now, and has not gone away since they said so. */
async function whoStillHas(ctx: Context, had: readonly items.ItemRow[]): Promise<(row: items.ItemRow) => boolean> {
  const { close } = await closeToEach(ctx, [...new Set(had.flatMap(({ child_id }) => child_id ?? []))]);
  const keptFrom = await items.thoseKeptFrom(
    ctx,
    had.map(({ subject, subject_id }) => ({ subject, subjectId: subject_id }))
  );
  const absences = await covers.coversNow(ctx);
  const here = await activeStaff(
    ctx,
    had.flatMap(({ had_by }) => had_by ?? [])
  );
  const managers = await desks.managersNow(ctx);
  const sitting = new Map<string, readonly string[]>();
  for (const desk of new Set(had.map(({ desk_code }) => desk_code))) sitting.set(desk, await desks.everyMemberOf(ctx, desk));
  return ({ kind, subject, subject_id: subjectId, child_id, desk_code, had_by, had_at }) => {
    if (had_by === null || had_at === null || !items.isKind(kind) || !here.has(had_by)) return false;
    if (absences.some((absence) => absence.absentId === had_by && beganAt(absence) > had_at)) return false;
    if (keptFrom({ subject, subjectId }).has(had_by)) return false;
    const { first } = rules[kind];
    // Their IRO opens it also while somebody else has the child, and whoever is away what they are rung about.
    if (first === 'holder') return close.get(child_id ?? '')?.has(had_by) ?? false;
    return first === 'desk' ? (sitting.get(desk_code) ?? []).includes(had_by) : managers.includes(had_by);
  };
}
