import { redirect } from '@sveltejs/kit';
import { seeOwn } from '#lib/consultations/heard.server.ts';
import { blanks } from '#lib/home/blanks.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { saidOf } from '#lib/home/said.server.ts';
import { childHere } from '#lib/home/way.server.ts';
import { whenInWords } from '#lib/home/when.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** The child's own words, read back. On a shared phone only just after PIN or pictures: hide what I said. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  if (!mayShowThatHeard(ctx.actor)) redirect(303, '/me/sent');
  const childId = childHere(ctx);
  const { heard } = await homeOf(ctx, childId);
  if (!heard) redirect(303, '/me');
  const own = await seeOwn(ctx, childId, heard.contributionId);
  return {
    say: words.section('say', { ...blanks, when: whenInWords(words, own.sentAt, ctx.now) }).said,
    looked: words.t('looked:go'),
    kept: own.kept ? beside(words, 'say:said.kept') : null,
    answers: own.answers
      .filter(({ state }) => state !== 'skipped')
      .map(({ id, asked, answer }) => ({
        id,
        question: asked?.question ?? null,
        said: asked && answer ? saidOf(asked, answer) : null
      }))
  };
};
