import { contactOf } from '#lib/children/contacts.server.ts';
import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { enqueue, sentStates, type SentState } from '#lib/notify/outbox.server.ts';
import { allow, invitationNow } from '#lib/relations.server.ts';
import type { Settings } from '#lib/server/settings.ts';
import { showCode } from '#lib/sign-in/cards/card.ts';
import { codeOfLetter } from './codes.server.ts';
import * as entry from './entry.store.server.ts';
import { inTime } from './letters.server.ts';
import { linesToPost } from './letter.ts';
import * as store from './store.server.ts';

/**
 * A letter that somebody else prints and posts: the address and constant words with the way in, nothing else of the letter that is
 * printed here (no face, no note, no child).
 */
export type LetterToPost = Readonly<{
  contactId: string;
  lines: readonly string[];
  language: string;
  code: string;
  /** The last whole day on which the code opens, `YYYY-MM-DD`. */
  endsOn: string;
}>;

/** Whether letters can be posted from here, by these settings. */
export const postsLetters = ({ notify }: Pick<Settings, 'notify'>): boolean => Boolean(notify?.templates.letter);

/**
 * Has a letter printed and posted by whoever the settings name: once, however often it is pressed. For the child's IRO or cover.
 * Throws `invalid` (`letter`: `no-address`) for one that cannot be posted: no whole address, or another script than theirs.
 */
export async function postLetter(ctx: Context, letterId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { letter, row } = await foundOf(ctx, letterId);
    const { coverId } = await allow(ctx, 'letter.post', row?.child_id ?? null);
    if (!letter || !row || !inTime(ctx, letter)) throw notFound();
    if (!(await toPost(ctx, letter, row))) throw new Refusal('invalid', { fields: { letter: 'no-address' } });
    await enqueue(ctx, { kind: 'letter', dedupeKey: keyOf(letterId), invitationId: row.id, letterId });
    await record(ctx, {
      ...{ verb: 'letter.post', subject: 'letter', subjectId: letterId, childId: row.child_id, onBehalf: coverId }
    });
  });
}

/** Whether a letter may be posted by others, and what became of it if it was; for the page that prints it, after its permission. */
export async function postingOf(ctx: Context, letterId: string): Promise<{ can: boolean; became: SentState | null }> {
  const { letter, row } = await foundOf(ctx, letterId);
  const became = (await sentStates(ctx, [keyOf(letterId)])).get(keyOf(letterId)) ?? null;
  return {
    can: became === null && letter !== undefined && row !== undefined && (await toPost(ctx, letter, row)) !== null,
    became
  };
}

/** What the outbox posts, looked up as it is sent; null: its code opens nothing any more, or the address is gone. */
export async function letterToPost(ctx: Context, letterId: string): Promise<LetterToPost | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'outbox.send');
    const { letter, row } = await foundOf(ctx, letterId);
    const open = letter && row && inTime(ctx, letter) && (await invitationNow(ctx.db, row.contact_id, ctx.now))?.id === row.id;
    return open ? toPost(ctx, letter, row) : null;
  });
}

async function foundOf(ctx: Context, letterId: string) {
  const letter = await entry.letterById(ctx, letterId);
  return { letter, row: letter ? await store.invitationById(ctx, letter.invitation_id) : undefined };
}

async function toPost(ctx: Context, letter: entry.LetterRow, row: store.InvitationRow): Promise<LetterToPost | null> {
  const contact = await contactOf(ctx, row.contact_id);
  const lines = contact ? linesToPost(contact.name, contact.postal ?? '', row.language) : null;
  if (!lines) return null;
  const endsOn = dayOf(new Date(Date.parse(letter.ends_at) - 24 * 3600_000));
  return { contactId: row.contact_id, lines, language: row.language, code: showCode(codeOfLetter(ctx, letter.id)), endsOn };
}

const keyOf = (letterId: string) => `letter:${letterId}`;

/** Every invitation that somebody around this child has had, whatever became of it. No permission of its own. */
export async function invitationIdsOf(ctx: Context, childId: string, contactId: string): Promise<string[]> {
  const rows = await store.invitationsAbout(ctx, childId);
  return rows.filter(({ contact_id }) => contact_id === contactId).map(({ id }) => id);
}

/** Whom something of the outbox was for, whatever became of the invitation; null: nobody knows any more. For the job that sends. */
export async function askedPersonOf(
  ctx: Context,
  { sendingId, entryCodeId, letterId }: Readonly<Record<'sendingId' | 'entryCodeId' | 'letterId', string | null>>
): Promise<{ contactId: string; childId: string; way: string } | null> {
  const from =
    sendingId !== null
      ? await entry.sendingById(ctx, sendingId)
      : entryCodeId !== null
        ? await entry.codeById(ctx, entryCodeId)
        : letterId !== null
          ? await entry.letterById(ctx, letterId)
          : undefined;
  const row = from?.invitation_id ? await store.invitationById(ctx, from.invitation_id) : undefined;
  return row ? { contactId: row.contact_id, childId: row.child_id, way: from && 'way' in from ? from.way : 'letter' } : null;
}
