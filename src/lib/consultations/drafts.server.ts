import { record, recordLook } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import type { Audience, Band, Form } from '#lib/journeys/form.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import { allow, lastHeldOn } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { visitsBefore } from '#lib/sign-in/devices/lock-visit.server.ts';
import { secretSince } from '#lib/sign-in/secrets/secrets.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { circleFor } from './circle.server.ts';
import { changed, empty, withAudiences, type PageChange } from './draft-body.ts';
import type { Draft, DraftBody } from './contribution.ts';
import { bodyIn, sealBody, type DraftRow } from './draft-rows.server.ts';
import * as store from './store.server.ts';
import { formOf } from '#forms/forms.ts';

/**
 * The draft this visit may see: with PIN or pictures the child's own, from whatever device; with the card alone only
 * what this very visit began (hide what I said). Null when there is none.
 */
export async function seeDraft(ctx: Context, childId: string, reviewId: string | null): Promise<Draft | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'draft.see', childId);
    return lookedAt(ctx, await draftToGoOnWith(ctx, childId, reviewId));
  });
}

/**
 * One draft by its id: the one a form on some page was made for, also when this visit would now go on with another
 * (the PIN was given in between). Null when it is not this visit's to see, or is nobody's.
 */
export async function seeDraftOf(ctx: Context, childId: string, draftId: string): Promise<Draft | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'draft.see', childId);
    const row = await store.draftById(ctx, draftId);
    return row && (await oursOf(ctx))(row) ? lookedAt(ctx, await opened(ctx, row)) : null;
  });
}

/** Unsent words were shown to whoever is here: once an hour that is on the record. */
async function lookedAt(ctx: Context, draft: Draft | null): Promise<Draft | null> {
  if (draft) await recordLook(ctx, { verb: 'draft.see', subject: 'draft', subjectId: draft.id, childId: draft.childId });
  return draft;
}

/**
 * The draft to write in: the one in progress, or a new one. Its id is the submission's id from here on. One that holds
 * answers keeps the form it was begun with (decision 13); an empty one is begun again with `about.form`.
 */
export async function openDraft(
  ctx: Context,
  about: { childId: string; reviewId: string | null; form: Form; band: Band; language: string }
): Promise<Draft> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'draft.open', about.childId);
    await lockName(ctx.db, `draft:${about.childId}`);
    const known = await draftToGoOnWith(ctx, about.childId, about.reviewId);
    if (known && isPinned(known, about.form)) return known;
    const draft = begun(ctx, about, known);
    const sealed = await sealBody(ctx, about.childId, draft.id, draft.rev, empty);
    const asked = { language: about.language, band: about.band, form: draft.form, form_version: draft.formVersion };
    if (known) await store.beginAgain(ctx, draft.id, { ...asked, body_sealed: sealed, rev: draft.rev, saved_at: draft.savedAt });
    else
      await store.insertDraft(ctx, {
        id: draft.id,
        review_id: about.reviewId,
        about_child_id: about.childId,
        author: 'child',
        author_id: about.childId,
        entered_by: null,
        session_id: onlyThisVisit(ctx),
        ...asked,
        body_sealed: sealed,
        rev: draft.rev,
        started_at: draft.savedAt,
        saved_at: draft.savedAt,
        sent_at: null
      });
    await record(ctx, { verb: 'draft.open', subject: 'draft', subjectId: draft.id, childId: about.childId });
    return draft;
  });
}

const isPinned = (draft: Draft, form: Form): boolean =>
  (draft.form === form.code && draft.formVersion === form.version) ||
  draft.sentAt !== null ||
  Object.keys(draft.body.answers).length > 0;

function begun(ctx: Context, about: { childId: string; form: Form; band: Band; language: string }, known: Draft | null): Draft {
  return {
    id: known?.id ?? ctx.ids(),
    childId: about.childId,
    form: about.form.code,
    formVersion: about.form.version,
    band: about.band,
    language: about.language,
    rev: (known?.rev ?? 0) + 1,
    savedAt: ctx.now.toISOString(),
    sentAt: null,
    body: empty
  };
}

/** The first of this author's drafts that opens and whose form is still asked: a damaged one must not stop a child writing. */
async function draftToGoOnWith(ctx: Context, childId: string, reviewId: string | null): Promise<Draft | null> {
  const ours = await oursOf(ctx);
  const next = { reviewId, heldLast: await lastHeldOn(ctx, childId) };
  for (const row of await store.draftsInProgress(ctx, childId, next, onlyThisVisit(ctx))) {
    const draft = ours(row) && formOf(row.form, row.form_version) ? await opened(ctx, row) : null;
    // By the card alone, and where nothing is shown back, what was sent is closed: adding to it begins anew.
    if (!draft || (draft.sentAt !== null && (onlyThisVisit(ctx) !== null || !mayShowThatHeard(ctx.actor)))) continue;
    await adopt(ctx, row);
    return draft;
  }
  return null;
}

/**
 * Saves what one page brought; on every Next, and by itself while somebody types. Only that page's questions change,
 * so two tabs or two devices do not undo each other. Throws `invalid` when an answer does not fit its question.
 */
export async function savePage(ctx: Context, draftId: string, form: Form, change: PageChange): Promise<Draft> {
  return within(ctx, async (ctx) => {
    const draft = await ownDraft(ctx, draftId);
    await allow(ctx, 'draft.save', draft.childId);
    refuseUnfit(form, draft.body, change);
    const audiences = await onlyOwnCircle(ctx, draft.childId, change.audiences ?? {});
    const body = changed(draft.body, { ...change, audiences });
    const sealed = await sealBody(ctx, draft.childId, draft.id, draft.rev + 1, body);
    if (!(await store.updateDraft(ctx, draft.id, draft.rev, sealed))) throw new Refusal('busy');
    return { ...draft, rev: draft.rev + 1, savedAt: ctx.now.toISOString(), body };
  });
}

/** Who may hear each answer, as chosen on the sharing screen. Answers nobody gave have no audience. */
export async function saveAudiences(ctx: Context, draftId: string, audiences: Readonly<Record<string, Audience>>): Promise<void> {
  await within(ctx, async (ctx) => {
    const draft = await ownDraft(ctx, draftId);
    await allow(ctx, 'draft.save', draft.childId);
    const checked = await onlyOwnCircle(ctx, draft.childId, audiences);
    const answers = withAudiences(draft.body.answers, checked);
    const sealed = await sealBody(ctx, draft.childId, draft.id, draft.rev + 1, { ...draft.body, answers });
    if (!(await store.updateDraft(ctx, draft.id, draft.rev, sealed))) throw new Refusal('busy');
  });
}

/** The author's own draft, or `not-found`: a foreign id and an invented one look the same. */
export async function ownDraft(ctx: Context, draftId: string): Promise<Draft> {
  await store.lockDraft(ctx, draftId);
  const row = await store.draftById(ctx, draftId);
  if (!row || !(await oursOf(ctx))(row)) throw notFound();
  await adopt(ctx, row);
  return toDraft(ctx, row);
}

/**
 * Which drafts this visit may see: its author's. By the card alone, what the visit itself began. By a secret, what was
 * begun with it since it was chosen (decision 10: never unlock the past), or by the card earlier in the same sitting:
 * never another visit's by the card, whose holder could have laid it out for the child to write in.
 */
async function oursOf(ctx: Context): Promise<(row: DraftRow) => boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'child') return () => false;
  if (actor.assurance === 'card') return (row) => row.author_id === actor.id && row.session_id === actor.sessionId;
  const since = (await secretSince(ctx, actor.id)) ?? '';
  const before = await visitsBefore(ctx);
  return (row) => row.author_id === actor.id && (row.session_id === null ? row.started_at >= since : before.has(row.session_id));
}

/** From the moment somebody with the secret goes on with it, what the card began is closed to the card. */
async function adopt(ctx: Context, row: DraftRow): Promise<void> {
  if (ctx.actor.kind === 'child' && ctx.actor.assurance === 'secret' && row.session_id !== null)
    await store.adoptDraft(ctx, row.id);
}

const onlyThisVisit = (ctx: Context) =>
  ctx.actor.kind === 'child' && ctx.actor.assurance === 'card' ? ctx.actor.sessionId : null;

/** The rules of a question are its definition's, whoever sent the post: nothing unasked or odd is kept. */
function refuseUnfit(form: Form, body: DraftBody, change: PageChange): void {
  const page = form.pages.find(({ code }) => code === change.page);
  if (!page) throw notFound();
  const given = Object.fromEntries(Object.entries(body.answers).map(([code, { answer }]) => [code, answer]));
  for (const [code, entry] of Object.entries(change.answers ?? {})) {
    const question = page.questions.find((asked) => asked.code === code);
    if (!question) throw notFound();
    if (entry && !answerFits(question, entry.answer, given)) throw new Refusal('invalid', { fields: { [code]: 'invalid' } });
  }
}

/** "Tell" can only name people of the child's own circle; a choice is offered only if it delivers (decision 8). */
async function onlyOwnCircle(ctx: Context, childId: string, audiences: Readonly<Record<string, Audience>>) {
  if (!Object.values(audiences).some((audience) => audience.kind === 'tell')) return audiences;
  const circle = new Set((await circleFor(ctx, childId)).map((person) => `${person.kind}:${person.id}`));
  return Object.fromEntries(
    Object.entries(audiences).map(([code, audience]): [string, Audience] => {
      if (audience.kind !== 'tell') return [code, audience];
      const once = new Map(audience.people.map((person) => [`${person.kind}:${person.id}`, person]));
      const people = [...once].flatMap(([key, person]) => (circle.has(key) ? [person] : []));
      return [code, people.length > 0 ? { kind: 'tell', people } : { kind: 'only_iro' }];
    })
  );
}

async function toDraft(ctx: Context, row: DraftRow): Promise<Draft> {
  const draft = await opened(ctx, row);
  if (!draft) throw new Refusal('damaged');
  return draft;
}

/** Null when it cannot be opened. */
async function opened(ctx: Context, row: DraftRow): Promise<Draft | null> {
  const body = await bodyIn(ctx, row);
  if (body === null) return null;
  return {
    id: row.id,
    childId: row.about_child_id,
    form: row.form,
    formVersion: row.form_version,
    // Written by openDraft from these very types.
    band: row.band as Band,
    language: row.language,
    rev: row.rev,
    savedAt: row.saved_at,
    sentAt: row.sent_at,
    body: JSON.parse(body) as DraftBody
  };
}
