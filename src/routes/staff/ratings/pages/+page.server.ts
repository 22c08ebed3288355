import { pageVotes } from '#lib/ratings/helpful.server.ts';
import { openAddress } from '#lib/ratings/helpful.ts';
import type { PageServerLoad } from './$types';

/** How helpful pages were: who pressed is known to nobody. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, council } = locals;
  const votes = await pageVotes(ctx);
  return {
    say: words.section('ratings', {
      ...{ many: council.ratingsFrom, wordsFrom: council.ratingsWordsFrom, from: '', to: '', name: '', count: 0, quarter: '' }
    }),
    manages: ctx.actor.kind === 'staff' && ctx.actor.roles.includes('manager'),
    rows: votes.map(({ page, said }) => ({
      page,
      title: words.t(`ratings:pages.names.${page}`),
      href: openAddress(page),
      said: words.t(`ratings:pages.said.${said ?? 'hidden'}`)
    }))
  };
};
