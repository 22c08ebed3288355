import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { childCards } from '#lib/children/children.server.ts';
import { sendAsked } from '#lib/home/asking.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { isKind } from '#lib/requests/kinds.ts';
import { pageOf } from '#lib/requests/sending.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { ask } from '#forms/ask.ts';
import { wordsFor } from '#locales/words.ts';
import { childBy, command, source, valuesOf } from './demo-views.ts';

/** What a few children of the example council ask for: a kind of request, and question code to answer. */
const requestsFile = v.array(v.object({ child: v.string(), kind: v.string(), answers: v.record(v.string(), v.unknown()) }));

/** Sends what stands in `file`, through the very verb a child's page calls. Throws when a kind is not one. */
export async function sendRequests(app: App, file: string): Promise<void> {
  for (const { child, kind, answers } of v.parse(requestsFile, JSON.parse(await readFile(file, 'utf8')))) {
    if (!isKind(kind)) throw new Error(`The example files ask for ${kind}, which is not there to ask for.`);
    const { recordId } = await source(app, 'child', child);
    const band = (await childCards(command(app), [recordId])).get(recordId)?.band ?? '8-11';
    const words = wordsFor({ language: 'en', band, values: { ...(await valuesOf(app)), ...(await readerOf(app, recordId)) } });
    const page = pageOf(kind);
    const said = page.questions
      .filter(({ code }) => code in answers)
      .map((question) => ({
        asked: askedOf(words, ask, page, question, band),
        answer: { value: answers[question.code], unsure: false }
      }));
    const ctx = app.context(childBy(recordId, 'secret'));
    await sendAsked(ctx, { id: ctx.ids(), kind, said, language: 'en', band });
  }
}

/** Who has this child, as the questions name them. */
async function readerOf(app: App, childId: string): Promise<{ iro?: string }> {
  const { personId } = await holderOf(command(app), childId);
  const card = personId === null ? undefined : (await staffCards(command(app), [personId])).get(personId);
  return card ? { iro: card.called } : {};
}
