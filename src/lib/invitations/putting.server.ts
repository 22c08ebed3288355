import { record } from '#lib/audit/audit.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import type { Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import type { AskedPerson } from './asked.ts';
import { personAsked } from './asked.server.ts';
import type { Asking } from './asking.ts';
import type { InvitationWay } from './invitation.ts';
import { endWaysIn, reachIndex, sendBy } from './sending.server.ts';
import * as store from './store.server.ts';
import { areShut, isEmpty, sealWords } from './words.server.ts';

/* How an invitation is written down: pieces of the verbs of this room, in their transaction. */

/** The person, if whoever asks may invite around this child; others of the same child wait their turn. */
export async function personFor(ctx: Context, contactId: string, offered: readonly InvitationWay[]) {
  const contact = await contactOf(ctx, contactId);
  const { coverId } = await allow(ctx, 'invitation.change', contact?.childId ?? null);
  if (!contact) throw notFound();
  await lockName(ctx.db, `invite:${contact.childId}`);
  return { person: await personAsked(ctx, contact.childId, contactId, offered), coverId };
}

/** The invitation that holds; one that was withdrawn is over. */
export const standingNow = (person: AskedPerson) => (person.standing?.withdrawnAt === null ? person.standing : null);

/** What an act was done to, for the audit. */
export const about = (person: AskedPerson, id: string) => ({ subject: 'invitation', subjectId: id, childId: person.childId });

/** What became of it. `letterId`: a letter that waits to be printed. */
export type Put = Readonly<{ kind: 'asked'; invitationId: string; letterId: string | null }>;

/** Writes it down, and sends it when it goes by a way it has not gone by. */
export async function put(ctx: Context, person: AskedPerson, asking: Asking, coverId: string | null): Promise<Put> {
  const before = standingNow(person);
  const row = before ? await store.invitationById(ctx, before.id) : undefined;
  const id = row?.id ?? ctx.ids();
  const columns = await columnsOf(ctx, person, asking, { id, rev: (row?.rev ?? 0) + 1 });
  const moved = row !== undefined && (row.way !== columns.way || row.reach_index !== columns.reach_index);
  if (row && (moved || asking.part === 'excluded')) await endWaysIn(ctx, row);
  if (row) await change(ctx, row, columns, asking);
  else await insert(ctx, person, columns);
  const verb = row ? 'invitation.change' : 'invitation.make';
  await record(ctx, { ...about(person, id), verb, reason: `${asking.part} ${asking.way}`, onBehalf: coverId });
  const goes = asking.part !== 'excluded' && asking.way !== 'none';
  const sent = before !== null && before.sendings.length > 0 && !moved && before.part !== 'excluded';
  const { letterId } = goes && !sent ? await sendBy(ctx, id) : { letterId: null };
  return { kind: 'asked', invitationId: id, letterId };
}

/** Words that did not open stay as they lie there, under their own revision, unless others were written. */
async function change(ctx: Context, row: store.InvitationRow, columns: Columns, { words }: Asking): Promise<void> {
  const { rev, words_sealed, ...rest } = columns;
  const stays = isEmpty(words) && (await areShut(ctx, row));
  await store.changeInvitation(ctx, row.id, stays ? rest : { ...rest, rev, words_sealed });
}

type Columns = Awaited<ReturnType<typeof columnsOf>>;

async function columnsOf(ctx: Context, person: AskedPerson, asking: Asking, at: { id: string; rev: number }) {
  const { reviewId } = await nextReview(ctx, person.childId);
  return {
    ...{ id: at.id, rev: at.rev, review_id: reviewId },
    ...{ part: asking.part, form: asking.form, role: asking.role, way: asking.way, language: asking.language },
    reach_index: reachOf(ctx, person, asking.way),
    tells_day: asking.tellsDay ? (1 as const) : (0 as const),
    tells_venue: asking.tellsVenue ? (1 as const) : (0 as const),
    words_sealed: await sealWords(ctx, { childId: person.childId, ...at }, asking.words)
  };
}

/** Keyed hash of where it goes; null for a letter, or when nothing is sent. */
export function reachOf(ctx: Context, person: Pick<AskedPerson, 'email' | 'phone'>, way: InvitationWay): string | null {
  const reach = way === 'email' ? person.email : way === 'text' ? person.phone : null;
  return (way === 'email' || way === 'text') && reach !== null ? reachIndex(ctx, way, reach) : null;
}

async function insert(ctx: Context, person: AskedPerson, columns: Columns): Promise<void> {
  if (ctx.actor.kind !== 'staff') throw notFound();
  const now = ctx.now.toISOString();
  await store.insertInvitation(ctx, {
    ...columns,
    contact_id: person.id,
    child_id: person.childId,
    ...{ made_at: now, made_by: ctx.actor.id, changed_at: now, opened_at: null, withdrawn_at: null }
  });
}
