import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { childCards } from '#lib/children/children.server.ts';
import { openDraft, savePage } from '#lib/consultations/drafts.server.ts';
import { send } from '#lib/consultations/sending.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { findSourced, type Sourced } from '#lib/imports/finding.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import type { App } from '#lib/server/app.ts';
import { formFor } from '#forms/forms.ts';
import { wordsFor } from '#locales/words.ts';

/** The demo itself, doing what an operator would. */
export const command = (app: App): Context => app.context({ kind: 'command', id: 'demo', assurance: 'host' });

/** The record of one person of the example files; throws when they have no such person. */
export async function source(app: App, kind: 'child' | 'staff' | 'contact', key: string): Promise<Sourced> {
  const found = await findSourced(command(app), kind, key);
  if (!found) throw new Error(`The example files have no ${kind} ${key}.`);
  return found;
}

/** That child, on a phone that others use too. */
export const childBy = (id: string, assurance: 'card' | 'secret'): Actor => ({
  kind: 'child',
  id,
  sessionId: 'demo',
  assurance,
  device: 'shared',
  freshUntil: null,
  earlierVisit: null
});

/** What a few children of the example council said, so that nobody meets an empty inbox: question code to answer. */
const viewsFile = v.array(v.object({ child: v.string(), answers: v.record(v.string(), v.unknown()) }));

/** Sends what stands in `file`, through the very verbs a child's pages call. */
export async function sendViews(app: App, file: string): Promise<void> {
  for (const { child, answers } of v.parse(viewsFile, JSON.parse(await readFile(file, 'utf8'))))
    await sendView(app, (await source(app, 'child', child)).recordId, answers);
}

async function sendView(app: App, childId: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const ctx = () => app.context(childBy(childId, 'secret'));
  const band = (await childCards(command(app), [childId])).get(childId)?.band ?? '8-11';
  const form = formFor(band);
  const words = wordsFor({ language: 'en', band, values: await valuesOf(app) });
  const { reviewId, on } = await nextReview(ctx(), childId);
  const draft = await openDraft(ctx(), { childId, reviewId, form, band, language: 'en' });
  for (const page of form.pages) {
    const questions = page.questions.filter(({ code }) => code in given);
    if (questions.length === 0) continue;
    const answers = questions.map((question) => {
      const answer = { value: given[question.code], unsure: false };
      return [question.code, { answer, asked: askedOf(words, form, page, question, band) }] as const;
    });
    await savePage(ctx(), draft.id, form, { page: page.code, answers: Object.fromEntries(answers) });
  }
  await send(ctx(), {
    draftId: draft.id,
    form,
    reviewId,
    reviewOn: on,
    asked: (page, question) => askedOf(words, form, page, question, band)
  });
}

/** What stands in every sentence of the example council. */
export async function valuesOf(app: App) {
  const { name, product, terms } = await councilSettings(command(app));
  return { ...terms, iroRole: terms.iro, iroRoles: terms.iros, council: name, product, called: '' };
}
