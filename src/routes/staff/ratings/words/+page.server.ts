import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { quarterInWords } from '#lib/inbox/ratings-words.ts';
import { decideText, textsToRead } from '#lib/ratings/box.server.ts';
import type { PageServerLoad } from './$types';

/** What was written in the open box, for managers: names are taken out before a reviewer may see it. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, council } = locals;
  const { texts, damaged } = await textsToRead(ctx);
  return {
    say: words.section('ratings', {
      ...{ many: council.ratingsFrom, wordsFrom: council.ratingsWordsFrom, from: '', to: '', name: '', count: 0, quarter: '' }
    }),
    damaged,
    texts: texts.map(({ id, audience, name, quarter, text, worry }) => ({
      ...{ id, text, worry },
      about: words.t(`ratings:texts.${audience}`, { name, quarter: quarterInWords(words, quarter) })
    }))
  };
};

async function decide({ request, locals }: RequestEvent, how: 'release' | 'keep') {
  const data = await request.formData();
  const [id, text] = [String(data.get('id')), String(data.get('text') ?? '')];
  try {
    await decideText(locals.ctx, id, how === 'keep' ? 'keep' : { release: text });
  } catch (error) {
    const why = error instanceof Refusal ? error.fields['text'] : undefined;
    if (why === undefined) throw error;
    return fail(400, { id, text, problem: locals.words.t(`ratings:problems.${why}`) });
  }
  redirect(303, '/staff/ratings/words');
}

export const actions: Actions = { release: (event) => decide(event, 'release'), keep: (event) => decide(event, 'keep') };
