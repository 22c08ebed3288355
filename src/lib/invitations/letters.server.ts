import { recordLook } from '#lib/audit/audit.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow, invitationNow } from '#lib/relations.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { selectorOf, showCode } from '#lib/sign-in/cards/card.ts';
import { codeOfLetter } from './codes.server.ts';
import { letterDays } from './entry-code.ts';
import * as entry from './entry.store.server.ts';
import { isInvitationForm, isRole } from './invitation.ts';
import { addressLines, type Letter } from './letter.ts';
import * as store from './store.server.ts';
import { toldOf } from './telling.server.ts';
import { wordsIn } from './words.server.ts';

/** Makes a letter for an invitation and ends those before it. Its callers are verbs of this room, in their transaction. */
export async function makeLetter(ctx: Context, invitationId: string): Promise<string> {
  await endLettersOf(ctx, invitationId);
  const id = ctx.ids();
  await entry.insertLetter(ctx, {
    id,
    invitation_id: invitationId,
    selector_index: selectorIndex(ctx, codeOfLetter(ctx, id)),
    made_at: ctx.now.toISOString(),
    made_by: 'id' in ctx.actor ? ctx.actor.id : 'visitor',
    ends_at: new Date(ctx.now.getTime() + letterDays * 24 * 3600_000).toISOString(),
    first_used_at: null,
    ended_at: null
  });
  return id;
}

/** Ends the letters of an invitation, in the caller's transaction. */
export const endLettersOf = (ctx: Context, invitationId: string) => entry.endLetters(ctx, invitationId);

/** What finds the letters whose code begins like this one. */
export const selectorIndex = (ctx: Context, code: string): string => ctx.vault.index('letter', selectorOf(code));

/** Whether a letter's code opens now, as far as the letter goes. */
export const inTime = (ctx: Context, letter: entry.LetterRow): boolean =>
  letter.ended_at === null && letter.ends_at > ctx.now.toISOString();

/**
 * A letter as it is printed, for the child's IRO or cover; it is written down that they saw its code. `origin` is the
 * address people use (`settings.origin`). `not-found` for anybody else.
 */
export async function letterFor(ctx: Context, letterId: string, origin: string): Promise<Letter> {
  return within(ctx, async (ctx) => {
    const letter = await entry.letterById(ctx, letterId);
    const row = letter ? await store.invitationById(ctx, letter.invitation_id) : undefined;
    const { coverId } = await allow(ctx, 'letter.see', row?.child_id ?? null);
    if (!letter || !row) throw notFound();
    await recordLook(ctx, {
      verb: 'letter.see',
      subject: 'letter',
      subjectId: letter.id,
      childId: row.child_id,
      onBehalf: coverId
    });
    const opens = inTime(ctx, letter) && (await invitationNow(ctx.db, row.contact_id, ctx.now))?.id === row.id;
    return {
      id: letter.id,
      childId: row.child_id,
      contactId: row.contact_id,
      madeAt: letter.made_at,
      // The last whole day: nobody is told of a day on which it ends at noon.
      endsOn: dayOf(new Date(Date.parse(letter.ends_at) - 24 * 3600_000)),
      opens,
      code: showCode(codeOfLetter(ctx, letter.id)),
      language: row.language,
      note: (await wordsIn(ctx, row)).note,
      form: isInvitationForm(row.form) ? row.form : 'parent',
      role: isRole(row.role) ? row.role : null,
      origin,
      ...(await peopleOf(ctx, row)),
      ...(await toldOf(ctx, row, await nextReview(ctx, row.child_id)))
    };
  });
}

async function peopleOf(ctx: Context, row: store.InvitationRow): Promise<Pick<Letter, 'to' | 'iro' | 'office'>> {
  const contact = await contactOf(ctx, row.contact_id);
  const { iroId, personId } = await holderOf(ctx, row.child_id);
  const id = iroId ?? personId;
  const card = id === null ? undefined : (await staffCards(ctx, [id])).get(id);
  const { name, officePhone: phone, officeHours: hours } = await councilSettings(ctx);
  return {
    to: {
      name: contact?.name ?? '',
      lines: addressLines(contact?.postal ?? '')
    },
    iro: card ? { name: card.name, called: card.called, phone: card.phone, photoId: card.photoId } : null,
    office: { name, phone, hours }
  };
}
