import { fail, redirect } from '@sveltejs/kit';
import { blocksOf } from '#lib/guides/blocks.ts';
import { finished, meterOf, paragraphToEdit, saveWords, useBuiltIn } from '#lib/guides/editing.server.ts';
import { placeAt, type Place } from '#lib/guides/guides.ts';
import type { Metered } from '#lib/guides/meter.ts';
import { wordsOf } from '#lib/home/reader-words.ts';
import { momentInWords } from '#lib/inbox/wording.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { languageOf } from '#locales/languages.ts';
import { listInWords } from '#locales/dates.ts';
import { numberInWords } from '#locales/numbers.ts';
import type { Words } from '#locales/words.ts';
import type { Actions, PageServerLoad } from './$types';

/** One paragraph of a guide in one language: its words, how hard they are, and what it said before. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const place = placeHere(params.place);
  const inIts = wordsIn(locals, place);
  const { names, gaps, text, history, ...whole } = await paragraphToEdit(ctx, inIts, place);
  const { direction, name } = languageOf(place.language);
  const say = words.section('guide-desk', { count: 0, day: '', names: listInWords('en', names), who: '', when: '', ...braces });
  return {
    say,
    ...whole,
    ...{ text, gaps, direction, language: place.language, languageName: name },
    id: ctx.ids(),
    audience: say.audiences[place.audience],
    back: `/staff/guides?for=${place.audience}&in=${place.language}`,
    mustName: names.length > 0,
    saved: url.searchParams.has('saved'),
    looks: await looks(locals, place, text),
    history: history.map(({ id, words: said, by, at }) => ({
      ...{ id, said },
      when: words.t('guide-desk:changedBy', { who: by, when: momentInWords(words, at, ctx.now) })
    }))
  };
};

/** The explanation shows gaps as they are written. */
const braces = { iro: '{{iro}}', iroBegins: '{{iro, begins}}' };

function placeHere(name: string): Place {
  const place = placeAt(name);
  if (!place) throw notFound();
  return place;
}

const wordsIn = ({ reader, council }: App.Locals, { language }: Place): Words => wordsOf({ ...reader, language }, council);

/** How a text looks to its readers, and what the gates say of it. */
async function looks(locals: App.Locals, place: Place, text: string) {
  const words = wordsIn(locals, place);
  const meter = await meterOf(locals.ctx, words, place, text);
  return {
    blocks: blocksOf(await finished(locals.ctx, words, text)),
    meter: meter.map((one) => inWords(locals.words, one))
  };
}

function inWords(words: Words, { gate, part, whole, most, passes }: Metered) {
  const number = (value: number) => numberInWords('en', Math.round(value * 10) / 10);
  const say = words.section('guide-desk', { count: 0, day: '', names: '', who: '', when: '', ...braces });
  return {
    gate,
    name: say.gates[gate],
    part: number(part),
    whole: number(whole),
    most: most === null ? say.noLimit : number(most),
    passes
  };
}

const typedIn = async (request: Request) => {
  const posted = await request.formData();
  return { id: String(posted.get('id') ?? ''), text: String(posted.get('text') ?? '').slice(0, 10_000) };
};

export const actions: Actions = {
  look: async ({ locals, params, request }) => {
    const place = placeHere(params.place);
    const typed = await typedIn(request);
    return { ...typed, problem: null, looks: await looks(locals, place, typed.text) };
  },
  save: async ({ locals, params, request }) => {
    const place = placeHere(params.place);
    const typed = await typedIn(request);
    try {
      await saveWords(locals.ctx, wordsIn(locals, place), place, typed);
    } catch (error) {
      const problem = error instanceof Refusal && error.problem === 'invalid' ? error.fields['text'] : undefined;
      if (problem === undefined) throw error;
      return fail(400, {
        ...typed,
        problem: locals.words.t(`guide-desk:problems.${problem}`),
        looks: await looks(locals, place, typed.text)
      });
    }
    redirect(303, `/staff/guides/${params.place}?saved`);
  },
  back: async ({ locals, params, request }) => {
    await useBuiltIn(locals.ctx, placeHere(params.place), (await typedIn(request)).id);
    redirect(303, `/staff/guides/${params.place}?saved`);
  }
};
