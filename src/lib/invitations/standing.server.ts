import type { Context } from '#lib/context.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { isFor } from '#lib/reviews/reviews.server.ts';
import type { Given, Sending, Standing } from './asked.ts';
import * as facts from './facts.store.server.ts';
import { isInvitationForm, isPart, isRole, isWay, type Part } from './invitation.ts';
import { becameOf } from './sending.server.ts';
import * as store from './store.server.ts';
import { areShut, wordsIn } from './words.server.ts';

/* What holds about each person for the next review. Asks no permission: its callers are verbs of this room. */

/** The newest word on each contact for the next review. */
export async function standingOf(ctx: Context, childId: string, review: NextReview): Promise<Map<string, Standing>> {
  const sendings = await sendingsOf(ctx, childId);
  const letters = await facts.lettersOf(ctx, childId);
  const found = new Map<string, Standing>();
  for (const row of await store.invitationsAbout(ctx, childId)) {
    if (found.has(row.contact_id) || !isFor(review, row.review_id, row.made_at)) continue;
    const letter = letters.find((one) => one.invitation_id === row.id);
    found.set(row.contact_id, {
      ...shownOf(row),
      words: await wordsIn(ctx, row),
      shut: await areShut(ctx, row),
      sendings: sendings.get(row.id) ?? [],
      letter: letter ? { id: letter.id, endsAt: letter.ends_at } : null
    });
  }
  return found;
}

/** What part each contact had in a review before the next one, by the newest word on them. */
export async function partsBefore(ctx: Context, childId: string, review: NextReview): Promise<Map<string, Part>> {
  const found = new Map<string, Part>();
  for (const { contact_id, part, review_id, made_at } of await store.invitationsAbout(ctx, childId))
    if (!found.has(contact_id) && !isFor(review, review_id, made_at)) found.set(contact_id, isPart(part) ? part : 'views-only');
  return found;
}

const shownOf = (row: store.InvitationRow): Omit<Standing, 'words' | 'shut' | 'sendings' | 'letter'> => ({
  id: row.id,
  part: isPart(row.part) ? row.part : 'views-only',
  form: isInvitationForm(row.form) ? row.form : 'parent',
  role: isRole(row.role) ? row.role : null,
  way: isWay(row.way) ? row.way : 'none',
  language: row.language,
  tellsDay: row.tells_day === 1,
  tellsVenue: row.tells_venue === 1,
  madeAt: row.made_at,
  withdrawnAt: row.withdrawn_at,
  openedAt: row.opened_at
});

/** Each time an invitation was sent and what became of it, by the invitation, the newest first. */
async function sendingsOf(ctx: Context, childId: string): Promise<Map<string, Sending[]>> {
  const rows = await facts.sendingsOf(ctx, childId);
  const became = await becameOf(
    ctx,
    rows.map(({ id }) => id)
  );
  const found = new Map<string, Sending[]>();
  for (const { id, invitation_id, way, sent_at: at, sent_by: by } of rows) {
    const sending = { way: isWay(way) ? way : ('none' as const), at, by, failed: became.get(id) === 'no-way' };
    found.set(invitation_id, [...(found.get(invitation_id) ?? []), sending]);
  }
  return found;
}

/** The newest thing each of them gave for the next review, and who read it first. */
export async function givenBy(ctx: Context, childId: string, review: NextReview): Promise<Map<string, Given>> {
  const rows = (await facts.givenAbout(ctx, childId)).filter((row) => isFor(review, row.review_id, row.sent_at));
  const opened = await facts.firstOpenings(
    ctx,
    rows.map(({ id }) => id)
  );
  const found = new Map<string, Given>();
  for (const { id, author_id, sent_at, channel } of rows) {
    const read = opened.get(id);
    if (!found.has(author_id))
      found.set(author_id, { id, at: sent_at, readAt: read?.at ?? null, readBy: read?.by ?? null, channel });
  }
  return found;
}
