import { calledBy } from '#lib/children/calling.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { usual } from '#lib/children/look.ts';
import { seenBy } from '#lib/children/looks.server.ts';
import type { Draft } from '#lib/consultations/contribution.ts';
import { seeDraft } from '#lib/consultations/drafts.server.ts';
import { heardState } from '#lib/consultations/heard.server.ts';
import { within, type Context } from '#lib/context.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { StaffCard } from '#lib/people/staff.ts';
import { allow } from '#lib/relations.server.ts';
import { comingOn } from '#lib/reviews/review.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { iroAway } from '#lib/routing/away.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { mayShowOwnWords } from '#lib/sign-in/session.ts';
import type { Face, Home, Reader } from './home.ts';

/** Who is reading: for words, sizes and the faces on every page. A worker and a visitor read as they asked (English, but in the demo). */
export async function readerOf(ctx: Context, asked: { language: string }): Promise<Reader> {
  const nobody = {
    band: null,
    language: asked.language,
    called: null,
    child: null,
    iro: null,
    readsNow: null,
    look: usual,
    welcomed: true,
    keeps: false,
    watched: false
  };
  if (ctx.actor.kind === 'staff') return { ...nobody, band: 'staff' };
  if (ctx.actor.kind === 'contributor') return { ...nobody, ...(await contributorHere(ctx, ctx.actor.childId, asked)) };
  if (ctx.actor.kind !== 'child') return nobody;
  const id = ctx.actor.id;
  return within(ctx, async (ctx) => {
    await allow(ctx, 'iro.see', id);
    const child = (await childCards(ctx, [id])).get(id);
    return {
      child: null,
      band: child?.band ?? '8-11',
      // In the demo another language may be asked for in the address; otherwise it is the child's own.
      language: asked.language === 'en' ? (child?.language ?? 'en') : asked.language,
      called: child?.called ?? null,
      ...(await asTheyCallThem(ctx, id, await facesOf(ctx, id))),
      ...(await seenBy(ctx, id))
    };
  });
}

/** Who a contributor is to these pages: an adult who writes about one child, to that child's IRO. */
async function contributorHere(ctx: Context, childId: string, asked: { language: string }) {
  const { language, child } = await ownInvitation(ctx);
  return {
    band: 'adult' as const,
    language: asked.language === 'en' ? language : asked.language,
    child,
    ...(await facesOf(ctx, childId))
  };
}

/** The child's own IRO, and who reads what is sent now. */
async function facesOf(ctx: Context, childId: string): Promise<Pick<Reader, 'iro' | 'readsNow'>> {
  const holder = await holderOf(ctx, childId);
  const cards = await staffCards(
    ctx,
    [holder.iroId, holder.personId].filter((one) => one !== null)
  );
  return { iro: faceOf(holder.iroId, cards), readsNow: faceOf(holder.personId, cards) };
}

/** By the name this child gave them, where the child's own words may be shown. */
async function asTheyCallThem(ctx: Context, childId: string, faces: Pick<Reader, 'iro' | 'readsNow'>) {
  const ids = [faces.iro, faces.readsNow].flatMap((face) => face?.id ?? []);
  const names = mayShowOwnWords(ctx.actor, ctx.now) ? await calledBy(ctx, childId, ids) : new Map<string, string>();
  const named = (face: Face | null) => face && { ...face, called: names.get(face.id) ?? face.called };
  return { iro: named(faces.iro), readsNow: named(faces.readsNow) };
}

/** What a child sees when they come in: the review, what was heard, and a draft this visit may go on with. */
export async function homeOf(ctx: Context, childId: string): Promise<Home> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'home.see', childId);
    const review = await nextReview(ctx, childId);
    const draft = await seeDraft(ctx, childId, review.reviewId);
    const on = comingOn(review);
    return {
      reviewId: review.reviewId,
      review: on ? { on, certain: review.on !== null } : null,
      draft: draft ? { id: draft.id, ...progressOfDraft(draft) } : null,
      heard: await heardState(ctx, childId, review.reviewId),
      away: await iroAway(ctx, childId)
    };
  });
}

function progressOfDraft(draft: Draft): { answered: number; unsent: boolean } {
  const answered = Object.keys(draft.body.answers).length;
  return { answered, unsent: answered > 0 && (draft.sentAt === null || draft.savedAt > draft.sentAt) };
}

function faceOf(id: string | null, cards: ReadonlyMap<string, StaffCard>): Face | null {
  const card = id === null ? undefined : cards.get(id);
  if (!card) return null;
  return {
    id: card.id,
    name: card.name,
    called: card.called,
    phone: card.phone,
    photo: card.photoId === null ? null : `/photo/${card.photoId}`,
    replyDays: card.replyDays,
    workingDays: card.workingDays
  };
}
