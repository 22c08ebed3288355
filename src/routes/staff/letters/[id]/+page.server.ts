import type { PageServerLoad } from './$types';
import { writtenLetter } from './letter.server.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { letter, spoken } = await writtenLetter(locals.ctx, params.id, locals.reader);
  return {
    say: locals.words.section('reading').letter,
    id: letter.id,
    people: `/staff/children/${letter.childId}/people`,
    handed: letter.to.lines.length === 0,
    noPdf: url.searchParams.has('no-pdf'),
    // A letter whose code opens nothing is not to be posted by mistake.
    letter: letter.opens ? spoken : null
  };
};
