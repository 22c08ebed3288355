import { record, recordLook } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import type { OwnInvitation } from '#lib/invitations/invitation.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { isShown } from '#lib/invitations/shown.ts';
import { pageFor } from '#lib/journeys/adult.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import type { AdultForm } from '#lib/journeys/form.ts';
import { allow, lastHeldOn } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { adultForm } from '#forms/forms.ts';
import { noViews, saidSince, withPage, type ViewsBody, type ViewsChange, type ViewsDraft } from './contributor-draft.ts';
import { bodyIn, sealBody, type DraftRow } from './draft-rows.server.ts';
import * as store from './store.server.ts';

/** Somebody who was asked, what they are asked, and what they have written so far, if anything. */
export type OwnViews<Draft = ViewsDraft | null> = Readonly<{ invitation: OwnInvitation; form: AdultForm; draft: Draft }>;

/** What the contributor signed in goes on with: from whatever device, until a while after it was sent. */
export async function seeViews(ctx: Context): Promise<OwnViews> {
  return within(ctx, async (ctx) => {
    const invitation = await ownInvitation(ctx);
    await allow(ctx, 'views.write', invitation.childId);
    const draft = await toGoOnWith(ctx, invitation);
    if (draft) await recordLook(ctx, { verb: 'views.see-draft', subject: 'draft', subjectId: draft.id, childId: draft.childId });
    return { invitation, form: formOf(invitation), draft };
  });
}

/** The draft to write in: the one in progress, or a new one. */
export async function openViews(ctx: Context, language: string): Promise<OwnViews<ViewsDraft>> {
  return within(ctx, async (ctx) => {
    const invitation = await ownInvitation(ctx);
    await allow(ctx, 'views.write', invitation.childId);
    await lockName(ctx.db, `draft:${invitation.contactId}`);
    const known = await toGoOnWith(ctx, invitation);
    const draft = known ?? (await begin(ctx, invitation, language, noViews));
    return { invitation, form: formOf(invitation), draft };
  });
}

/**
 * Saves what one page brought; on every button, and by itself while somebody types. Only that page's questions change, so
 * two tabs or two devices do not undo each other. `draftId` names the draft the page was made for; when that one is not
 * gone on with any more (it was sent a while ago), the words go into the one that is. Throws `invalid` when an answer does
 * not fit its question.
 */
export async function saveViews(
  ctx: Context,
  draftId: string | null,
  language: string,
  change: ViewsChange
): Promise<ViewsDraft> {
  return within(ctx, async (ctx) => {
    const invitation = await ownInvitation(ctx);
    await allow(ctx, 'views.write', invitation.childId);
    await lockName(ctx.db, `draft:${invitation.contactId}`);
    const named = draftId === null ? null : await ownDraft(ctx, invitation, draftId);
    const draft = named ?? (await toGoOnWith(ctx, invitation)) ?? (await begin(ctx, invitation, language, noViews));
    refuseUnfit(invitation, draft.body, change);
    const body = withPage(draft.body, marked(invitation, change), ctx.now.toISOString());
    const rev = draft.rev + 1;
    const sealed = await sealBody(ctx, draft.childId, draft.id, rev, body);
    if (!(await store.updateDraft(ctx, draft.id, draft.rev, sealed))) throw new Refusal('busy');
    return { ...draft, rev, savedAt: ctx.now.toISOString(), body };
  });
}

/** The contributor's own draft that may still be gone on with; null for anybody else's, one that nobody made or that does not open. */
export async function ownDraft(ctx: Context, invitation: OwnInvitation, draftId: string): Promise<ViewsDraft | null> {
  await store.lockDraft(ctx, draftId);
  const row = await store.draftById(ctx, draftId);
  if (!row || !isOwn(invitation, row) || !mayGoOn(ctx, invitation, row)) return null;
  return opened(ctx, row);
}

/** The questions this person is asked. */
export function formOf({ form }: Pick<OwnInvitation, 'form'>): AdultForm {
  const found = adultForm(form);
  if (!found) throw notFound();
  return found;
}

const isOwn = ({ contactId, childId, form }: OwnInvitation, row: DraftRow): boolean =>
  row.author === 'contributor' &&
  row.author_id === contactId &&
  row.about_child_id === childId &&
  row.form === form &&
  adultForm(row.form, row.form_version) !== undefined;

/** Until it is sent, and for as long after as its author is shown it. */
const mayGoOn = (ctx: Context, { form }: OwnInvitation, row: DraftRow): boolean =>
  row.sent_at === null || isShown(form, row.sent_at, ctx.now);

/**
 * The first of this person's drafts that opens. One that was sent too long ago is closed; what was added to it since and
 * never sent goes on in a new one.
 */
async function toGoOnWith(ctx: Context, invitation: OwnInvitation): Promise<ViewsDraft | null> {
  const next = { reviewId: invitation.reviewId, heldLast: await lastHeldOn(ctx, invitation.childId) };
  for (const row of await store.draftsInProgress(ctx, invitation.contactId, next, null)) {
    const draft = isOwn(invitation, row) ? await opened(ctx, row) : null;
    if (!draft) continue;
    if (draft.sentAt === null || mayGoOn(ctx, invitation, row)) return draft;
    const left = saidSince(draft.body, draft.sentAt);
    if (draft.savedAt <= draft.sentAt || Object.keys(left.answers).length === 0) continue;
    await store.leaveAsSent(ctx, draft.id);
    return begin(ctx, invitation, draft.language, left);
  }
  return null;
}

async function begin(ctx: Context, invitation: OwnInvitation, language: string, body: ViewsBody): Promise<ViewsDraft> {
  const form = formOf(invitation);
  const { childId, contactId } = invitation;
  const at = ctx.now.toISOString();
  const id = ctx.ids();
  await store.insertDraft(ctx, {
    id,
    review_id: invitation.reviewId,
    about_child_id: childId,
    author: 'contributor',
    author_id: contactId,
    entered_by: null,
    session_id: null,
    language,
    band: 'adult',
    form: form.code,
    form_version: form.version,
    body_sealed: await sealBody(ctx, childId, id, 1, body),
    rev: 1,
    started_at: at,
    saved_at: at,
    sent_at: null
  });
  await record(ctx, { verb: 'views.write', subject: 'draft', subjectId: id, childId });
  const asked = { form: form.code, formVersion: form.version, language };
  return { id, childId, contactId, ...asked, rev: 1, savedAt: at, sentAt: null, body };
}

/** The rules of a question are its definition's, whoever sent the post: nothing unasked or odd is kept. */
function refuseUnfit(invitation: OwnInvitation, body: ViewsBody, change: ViewsChange): void {
  const page = pageFor(formOf(invitation), invitation.role, change.page);
  if (!page) throw notFound();
  const given = Object.fromEntries(Object.entries(body.answers).map(([code, { answer }]) => [code, answer]));
  for (const [code, entry] of Object.entries(change.answers)) {
    const question = page.questions.find((asked) => asked.code === code);
    if (!question) throw notFound();
    if (entry && !answerFits(question, entry.answer, given)) throw new Refusal('invalid', { fields: { [code]: 'invalid' } });
  }
}

/** Only a professional is offered marks; whoever else posts them has none. */
const marked = ({ form }: OwnInvitation, change: ViewsChange): ViewsChange =>
  form === 'professional'
    ? change
    : {
        ...change,
        answers: Object.fromEntries(
          Object.entries(change.answers).map(([code, given]) => [code, given && { ...given, restricted: [] }])
        )
      };

/** Null when it cannot be opened: a damaged one must not stop anybody writing. */
async function opened(ctx: Context, row: DraftRow): Promise<ViewsDraft | null> {
  const text = await bodyIn(ctx, row);
  if (text === null) return null;
  // Written by this file; authenticated by the seal.
  const body: ViewsBody = JSON.parse(text);
  return {
    id: row.id,
    childId: row.about_child_id,
    contactId: row.author_id,
    form: row.form,
    formVersion: row.form_version,
    language: row.language,
    rev: row.rev,
    savedAt: row.saved_at,
    sentAt: row.sent_at,
    body
  };
}
