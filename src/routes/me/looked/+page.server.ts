import { redirect } from '@sveltejs/kit';
import { blanks } from '#lib/home/blanks.ts';
import { childHere } from '#lib/home/way.server.ts';
import { whenInWords } from '#lib/home/when.ts';
import { lookedInWords } from '#lib/looking/looked-words.ts';
import { whoLooked } from '#lib/looking/looking.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import type { PageServerLoad } from './$types';

/** Who looked at what the child sent, and at what is written about them: only with PIN or pictures, and where nobody watches. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const childId = childHere(ctx);
  if (!mayShowThatHeard(ctx.actor)) redirect(303, '/me');
  const looked = await whoLooked(ctx, childId);
  return {
    say: words.section('looked', { ...blanks, who: '' }),
    lines: looked.map((line) => ({
      id: line.id,
      photo: line.photo,
      named: line.name !== null,
      text: lookedInWords(words, line, whenInWords(words, line.at, ctx.now))
    }))
  };
};
