import { recordLook } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow, lastHeldOn } from '#lib/relations.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { sentForNext } from './comparing.store.server.ts';
import type { ContributionForIro } from './contribution.ts';
import { formOrder, type Giver } from './giver.ts';
import { giverOf } from './givers.server.ts';
import { readContribution, type Reading } from './reading.server.ts';
import * as store from './store.server.ts';

/** Something one person sent: a line of it before the reader has opened it, all of it afterwards. */
export type VoicePart = Readonly<{
  id: string;
  sentAt: string;
  version: number;
  opened: boolean;
  views: ContributionForIro | null;
}>;

/** Everything one person sent for the next review, the oldest first: `id` is the child's, or the contact's; `giver` null: the child. */
export type Voice = Readonly<{ id: string; giver: Giver | null; parts: readonly VoicePart[] }>;

/**
 * What everybody sent for the next review: the child, carers, parents (each apart), professionals. Words are only in what
 * this reader has opened already, so that looking tells nobody anything new; each is read by its own audited `how`.
 * `without`: people whose words are not read at all (ids of voices: the child's, or a contact's).
 */
export async function voicesFor(
  ctx: Context,
  childId: string,
  how: Reading = 'views.compare',
  without: readonly string[] = []
): Promise<Voice[]> {
  return within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'views.compare', childId);
    await recordLook(ctx, { verb: how, subject: 'child', subjectId: childId, childId, onBehalf: coverId });
    const rows = await newestFor(ctx, childId);
    const opened = await openedByMe(
      ctx,
      rows.map(({ id }) => id)
    );
    const voices = [];
    for (const [author, sent] of Map.groupBy(rows, ({ author_id }) => author_id)) {
      const [first] = sent;
      const parts: VoicePart[] = [];
      for (const { id, sent_at, version } of sent) {
        const views = opened.has(id) && !without.includes(author) ? await readContribution(ctx, id, how) : null;
        parts.push({ id, sentAt: sent_at, version, opened: opened.has(id), views });
      }
      if (first) voices.push({ id: author, giver: await giverOf(ctx, first), parts });
    }
    return voices.sort((one, other) => placeOf(one) - placeOf(other));
  });
}

/** Opens what is new to this reader, on purpose: whoever sent it sees that it was read. */
export async function openVoices(ctx: Context, childId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'views.compare', childId);
    const rows = await newestFor(ctx, childId);
    const opened = await openedByMe(
      ctx,
      rows.map(({ id }) => id)
    );
    for (const { id } of rows) if (!opened.has(id)) await readContribution(ctx, id);
  });
}

/** The newest version of each thing sent for the next review. */
async function newestFor(ctx: Context, childId: string) {
  const { reviewId } = await nextReview(ctx, childId);
  const rows = await sentForNext(ctx, childId, { reviewId, heldLast: await lastHeldOn(ctx, childId) });
  const newest = new Map(rows.map((row) => [`${row.author_id} ${row.submission_id}`, row]));
  return rows.filter((row) => newest.get(`${row.author_id} ${row.submission_id}`) === row);
}

async function openedByMe(ctx: Context, ids: readonly string[]): Promise<Set<string>> {
  const { actor } = ctx;
  if (actor.kind !== 'staff') throw notFound();
  const openings = ids.length === 0 ? [] : await store.openingsOf(ctx, ids);
  return new Set(openings.filter(({ staff_id }) => staff_id === actor.id).map(({ contribution_id }) => contribution_id));
}

const placeOf = ({ giver }: Voice): number => (giver === null ? -1 : formOrder.indexOf(giver.form));
