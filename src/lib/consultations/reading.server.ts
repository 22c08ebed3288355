import { recordLook } from '#lib/audit/audit.server.ts';
import { notesLooks, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow, onlyByEmergency } from '#lib/relations.server.ts';
import { markOpened } from '#lib/routing/items.server.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { answersFor, openedBy } from './answers.server.ts';
import type { ContributionForIro, ContributionLine } from './contribution.ts';
import { giverOf } from './givers.server.ts';
import * as store from './store.server.ts';

/**
 * What was sent about these children, newest first, without a word of it. Callers are verbs that have already asked
 * who may see these children at all.
 */
export async function linesFor(ctx: Context, childIds: readonly string[]): Promise<ContributionLine[]> {
  if (childIds.length === 0) return [];
  const rows = await store.linesFor(ctx, childIds);
  const openings = await store.openingsOf(ctx, rows.map(({ id }) => id).concat(''));
  const latest = new Map<string, number>();
  for (const row of rows) latest.set(row.submission_id, Math.max(latest.get(row.submission_id) ?? 0, row.version));
  return rows.map((row) => ({
    id: row.id,
    childId: row.about_child_id,
    version: row.version,
    superseded: row.version < (latest.get(row.submission_id) ?? row.version),
    sentAt: row.sent_at,
    assurance: row.assurance,
    language: row.language,
    answered: Number(row.answered ?? 0),
    asked: Number(row.asked),
    firstOpenedAt: openings.find((opening) => opening.contribution_id === row.id)?.opened_at ?? null
  }));
}

/** By which verb something is read: by itself, on paper, or beside what others sent. */
export type Reading = 'contribution.read' | 'contribution.print' | 'views.compare';

/**
 * Opens a contribution for its IRO or whoever stands in now. Opening is an act: it is written in the child's record,
 * the child (or whoever else sent it) sees it, and the item counts as read. `not-found` for everybody else.
 */
export async function readContribution(
  ctx: Context,
  id: string,
  how: Reading = 'contribution.read'
): Promise<ContributionForIro> {
  return within(ctx, async (ctx) => {
    const row = await store.contributionById(ctx, id);
    if (!row || ctx.actor.kind !== 'staff') throw notFound();
    const relations = await allow(ctx, how, row.about_child_id);
    const coverId = relations.held.has('allocated') ? null : relations.coverId;
    if (!onlyByEmergency(ctx, how, relations)) {
      await noteOpening(ctx, row.id, ctx.actor.id, coverId);
      await markOpened(ctx, 'contribution', row.id);
    }
    await recordLook(ctx, {
      verb: how,
      subject: 'contribution',
      subjectId: row.id,
      childId: row.about_child_id,
      onBehalf: coverId
    });
    const versions = await store.versionsOf(ctx, row.author_id, row.submission_id);
    const before = versions.find(({ version }) => version === row.version - 1);
    return {
      id: row.id,
      childId: row.about_child_id,
      giver: await giverOf(ctx, row),
      version: row.version,
      versions: versions.map((version) => ({ id: version.id, version: version.version, sentAt: version.sent_at })),
      sentAt: row.sent_at,
      assurance: row.assurance,
      language: row.language,
      band: row.band as ContributionForIro['band'],
      answers: await answersFor(ctx, row.about_child_id, row.id, before?.id ?? null),
      notes: await notesFor(
        ctx,
        row.about_child_id,
        versions.map((version) => version.id)
      ),
      openings: await openedBy(ctx, row.id)
    };
  });
}

const HOUR = 3600_000;

/** With no room left it is read all the same: the child is told that it was once it is opened with room to keep that. */
async function noteOpening(ctx: Context, contributionId: string, staffId: string, coverId: string | null): Promise<void> {
  if (!notesLooks(ctx)) return;
  const mine = (await store.openingsOf(ctx, [contributionId])).filter((opening) => opening.staff_id === staffId);
  const recent = mine.some((opening) => ctx.now.getTime() - Date.parse(opening.opened_at) < HOUR);
  if (recent) return;
  await store.insertOpening(ctx, {
    id: ctx.ids(),
    contribution_id: contributionId,
    staff_id: staffId,
    cover_id: coverId,
    opened_at: ctx.now.toISOString()
  });
}

async function notesFor(ctx: Context, childId: string, contributionIds: readonly string[]) {
  const rows = await store.notesOf(ctx, contributionIds);
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
  const cards = await staffCards(
    ctx,
    rows.map(({ staff_id }) => staff_id)
  );
  return rows.map((row) => {
    const text = safe.open('notes', 'body_sealed', row.id, row.rev, row.body_sealed);
    return {
      id: row.id,
      text: text === DAMAGED ? null : text,
      by: cards.get(row.staff_id)?.name ?? '',
      at: row.changed_at,
      mine: ctx.actor.kind === 'staff' && ctx.actor.id === row.staff_id
    };
  });
}
