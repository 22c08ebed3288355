import { fail, redirect, type Actions } from '@sveltejs/kit';
import { Refusal, notFound } from '#lib/errors.ts';
import { changesInWords } from '#lib/home/rating.server.ts';
import { rolesHere } from '#lib/inbox/ratings-words.ts';
import { addChange, endChange } from '#lib/ratings/changes.server.ts';
import type { PageServerLoad } from './$types';

/** "You said, we did", as every child reads it. Managers write it. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, council } = locals;
  if (!rolesHere(ctx).manages) throw notFound();
  return {
    id: ctx.ids(),
    say: words.section('ratings', {
      ...{ many: council.ratingsFrom, wordsFrom: council.ratingsWordsFrom, from: '', to: '', name: '', count: 0, quarter: '' }
    }),
    changes: await changesInWords(ctx, words)
  };
};

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const data = await request.formData();
    const text = (name: string) => String(data.get(name) ?? '');
    const given = { id: text('id'), said: text('said'), did: text('did') };
    try {
      await addChange(locals.ctx, given);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      const problems = Object.entries(error.fields).map(([field, why]) => [field, locals.words.t(`ratings:problems.${why}`)]);
      const wrong: Readonly<Record<string, string>> = Object.fromEntries(problems);
      return fail(400, { ...given, problems: wrong });
    }
    redirect(303, '/staff/ratings/changed');
  },
  end: async ({ request, locals }) => {
    await endChange(locals.ctx, String((await request.formData()).get('id')));
    redirect(303, '/staff/ratings/changed');
  }
};
