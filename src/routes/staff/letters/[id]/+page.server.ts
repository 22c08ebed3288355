import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { postingOf, postLetter, postsLetters } from '#lib/invitations/posted-letters.server.ts';
import { serving } from '#lib/server/serving.ts';
import type { Actions, PageServerLoad } from './$types';
import { writtenLetter } from './letter.server.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { letter, spoken } = await writtenLetter(locals.ctx, params.id, locals.reader);
  const posting = await postingOf(locals.ctx, letter.id);
  return {
    say: locals.words.section('reading').letter,
    id: letter.id,
    people: `/staff/children/${letter.childId}/people`,
    handed: letter.to.lines.length === 0,
    canPost: posting.can && postsLetters(serving().settings) && letter.opens,
    became: posting.became,
    noPdf: url.searchParams.has('no-pdf'),
    // A letter whose code opens nothing is not to be posted by mistake.
    letter: letter.opens ? spoken : null
  };
};

export const actions: Actions = {
  post: async ({ locals, params }) => {
    if (!postsLetters(serving().settings)) return fail(400, { problem: true });
    try {
      await postLetter(locals.ctx, params.id);
    } catch (error) {
      if (error instanceof Refusal && error.problem === 'invalid') return fail(400, { problem: true });
      throw error;
    }
    redirect(303, `/staff/letters/${params.id}`);
  }
};
