import { record } from '#lib/audit/audit.server.ts';
import { contactNames, firstNameOf } from '#lib/children/children.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow, invitationNow } from '#lib/relations.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import type { LanguageCode } from '#locales/languages.ts';
import { isInvitationForm, isPart, isRole, type OwnInvitation } from './invitation.ts';
import * as store from './store.server.ts';
import { toldOf } from './telling.server.ts';
import { wordsIn } from './words.server.ts';

/** The invitation of the person signed in. `not-found` for anybody who has none now. */
export async function ownInvitation(ctx: Context): Promise<OwnInvitation> {
  return within(ctx, async (ctx) => {
    const { actor } = ctx;
    if (actor.kind !== 'contributor') throw notFound();
    await allow(ctx, 'invitation.see-own', actor.childId);
    const row = await rowHere(ctx);
    const names = await contactNames(ctx, actor.childId, [actor.id]);
    const review = await nextReview(ctx, actor.childId);
    return {
      id: row.id,
      contactId: actor.id,
      childId: actor.childId,
      form: isInvitationForm(row.form) ? row.form : 'parent',
      role: isRole(row.role) ? row.role : null,
      part: isPart(row.part) ? row.part : 'views-only',
      language: row.language,
      child: await firstNameOf(ctx, actor.childId),
      name: names.get(actor.id) ?? '',
      reviewId: review.reviewId,
      ...(await toldOf(ctx, row, review)),
      note: (await wordsIn(ctx, row)).note
    };
  });
}

/** The language of their pages: their own choice. */
export async function setOwnLanguage(ctx: Context, language: LanguageCode): Promise<void> {
  await within(ctx, async (ctx) => {
    const { actor } = ctx;
    if (actor.kind !== 'contributor') throw notFound();
    await allow(ctx, 'invitation.language', actor.childId);
    const row = await rowHere(ctx);
    if (row.language === language) return;
    await store.changeInvitation(ctx, row.id, { language });
    await record(ctx, {
      verb: 'invitation.language',
      subject: 'invitation',
      subjectId: row.id,
      childId: actor.childId,
      reason: language
    });
  });
}

async function rowHere(ctx: Context): Promise<store.InvitationRow> {
  if (ctx.actor.kind !== 'contributor') throw notFound();
  const now = await invitationNow(ctx.db, ctx.actor.id, ctx.now);
  const row = now ? await store.invitationById(ctx, now.id) : undefined;
  if (!row) throw notFound();
  return row;
}
