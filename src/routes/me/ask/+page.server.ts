import { askedLine } from '#lib/home/asked-words.ts';
import { waysToAsk } from '#lib/home/asking.ts';
import { childHere } from '#lib/home/way.server.ts';
import { ownRequests } from '#lib/requests/own.server.ts';
import type { PageServerLoad } from './$types';

/** The ways to ask for something, and what became of what was asked. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const asked = await ownRequests(ctx, childHere(ctx));
  const { title, lead, asked: askedTitle } = words.section('ask', { iro: '' });
  return {
    say: { title, lead, asked: askedTitle },
    know: words.t('guides:link'),
    ways: waysToAsk(words),
    asked: asked.map((state) => askedLine(words, state, ctx.now))
  };
};
