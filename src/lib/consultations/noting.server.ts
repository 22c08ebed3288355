import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import * as store from './store.server.ts';

const LONGEST_NOTE = 4000;

/** The IRO's own note beside a contribution: never the child's words, never printed with them. */
export async function addNote(ctx: Context, contributionId: string, text: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const row = await store.contributionById(ctx, contributionId);
    if (!row || ctx.actor.kind !== 'staff') throw notFound();
    const relations = await allow(ctx, 'contribution.note', row.about_child_id);
    const note = text.trim();
    if (note === '' || note.length > LONGEST_NOTE)
      throw new Refusal('invalid', { fields: { note: note === '' ? 'empty' : 'too-long' } });
    const id = ctx.ids();
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.about_child_id }, 'private');
    const at = ctx.now.toISOString();
    await store.insertNote(ctx, {
      id,
      contribution_id: contributionId,
      child_id: row.about_child_id,
      staff_id: ctx.actor.id,
      body_sealed: safe.seal('notes', 'body_sealed', id, 1, note),
      rev: 1,
      made_at: at,
      changed_at: at
    });
    await record(ctx, {
      verb: 'contribution.note',
      subject: 'contribution',
      subjectId: contributionId,
      childId: row.about_child_id,
      onBehalf: relations.coverId
    });
  });
}

/** "I told Mum": ticked once, with the time; the child sees it. Ticking again changes nothing. */
export async function tickTold(ctx: Context, tellingId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const telling = await store.tellingById(ctx, tellingId);
    if (!telling || ctx.actor.kind !== 'staff') throw notFound();
    const relations = await allow(ctx, 'contribution.tell', telling.child_id);
    if (telling.told_at !== null) return;
    await store.tick(ctx, tellingId, ctx.actor.id);
    await record(ctx, {
      verb: 'contribution.tell',
      subject: 'telling',
      subjectId: tellingId,
      childId: telling.child_id,
      onBehalf: relations.coverId
    });
  });
}
