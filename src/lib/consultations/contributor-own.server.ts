import { recordLook } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import type { OwnInvitation } from '#lib/invitations/invitation.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { isShown, shownUntil } from '#lib/invitations/shown.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow, lastHeldOn } from '#lib/relations.server.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import type { StoredView } from './contributor-draft.ts';
import { referenceOf } from './reference.ts';
import * as store from './store.server.ts';

/** What a contributor may know of one thing they sent: that it came, and who read it. Their own words for a while only. */
export type OwnContribution = Readonly<{
  id: string;
  /** Said at the telephone, or written on a letter, it names this one. */
  reference: string;
  version: number;
  sentAt: string;
  /** For the review that is to come; else for the one before it. */
  forNext: boolean;
  /** Who opened it first and when, by name; null: nobody has opened it yet. */
  read: Readonly<{ name: string; at: string; standingIn: boolean }> | null;
  /** The worker who wrote it down, and the day it was given; null: sent from here. */
  entered: Readonly<{ name: string; on: string }> | null;
  /** The day until which the words are shown; null: not any more. */
  shownUntil: string | null;
  /** Null: it was sent a while ago, and is kept safe. One that does not open is null in the list. */
  words: readonly (StoredView | null)[] | null;
}>;

/** What this contributor sent about this child, each in its newest version, the newest first; no more than the last few. */
export async function ownContributions(ctx: Context): Promise<OwnContribution[]> {
  return within(ctx, async (ctx) => {
    const invitation = await ownInvitation(ctx);
    await allow(ctx, 'views.see-own', invitation.childId);
    const rows = await newestOf(ctx, invitation);
    const held = await lastHeldOn(ctx, invitation.childId);
    const openings = rows.length === 0 ? [] : await openingsFirst(ctx, rows);
    const cards = await staffCards(
      ctx,
      [...openings.map(({ staff_id }) => staff_id), ...rows.map(({ entered_by }) => entered_by)].filter((id) => id !== null)
    );
    const nameOf = (id: string) => cards.get(id)?.name ?? '';
    const own: OwnContribution[] = [];
    for (const row of rows) {
      const read = openings.find(({ contribution_id }) => contribution_id === row.id);
      own.push({
        ...{ id: row.id, reference: referenceOf(ctx.vault, row.id), version: row.version, sentAt: row.sent_at },
        forNext: row.sent_at > endOf(held) || (row.review_id !== null && row.review_id === invitation.reviewId),
        read: read ? { name: nameOf(read.staff_id), at: read.opened_at, standingIn: read.cover_id !== null } : null,
        entered: row.entered_by ? { name: nameOf(row.entered_by), on: row.given_on ?? dayOf(new Date(row.sent_at)) } : null,
        shownUntil: isShown(invitation.form, row.sent_at, ctx.now) ? dayOf(shownUntil(invitation.form, row.sent_at)) : null,
        words: isShown(invitation.form, row.sent_at, ctx.now) ? await wordsIn(ctx, row) : null
      });
    }
    return own;
  });
}

type Row = Awaited<ReturnType<typeof store.versionsOf>>[number];

/** Of every submission its newest version. */
async function newestOf(ctx: Context, { contactId, childId }: OwnInvitation): Promise<Row[]> {
  const rows = await store.contributionsOf(ctx, contactId, childId);
  const newest = rows.filter((row, at) => rows.findIndex(({ submission_id }) => submission_id === row.submission_id) === at);
  return newest.slice(0, SHOWN);
}

const SHOWN = 10;

/** The last moment of the day the last review was held; before everything when there was none. */
const endOf = (day: string | null): string => (day === null ? '' : `${day}T23:59:59.999Z`);

const openingsFirst = (ctx: Context, rows: readonly Row[]) =>
  store.openingsOf(
    ctx,
    rows.map(({ id }) => id)
  );

/** Their own words, read back: that they were is on the record. */
async function wordsIn(ctx: Context, row: Row): Promise<(StoredView | null)[]> {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.about_child_id }, 'private');
  const answers = await store.answersOf(ctx, row.id);
  await recordLook(ctx, { verb: 'views.see-own', subject: 'contribution', subjectId: row.id, childId: row.about_child_id });
  return answers.map((answer) => {
    const text = safe.open('answers', 'body_sealed', answer.id, answer.rev, answer.body_sealed);
    if (text === DAMAGED) return null;
    // Written by contributor-rows.server.ts from this very type; authenticated by the seal.
    const view: StoredView = JSON.parse(text);
    return view;
  });
}
