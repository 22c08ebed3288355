import { filtersInWords, askedIn, linesInWords, quarterInWords, rolesHere } from '#lib/inbox/ratings-words.ts';
import { textsWaiting } from '#lib/ratings/box.server.ts';
import { lastClosed, ownRatings, reviewersToPick, teamRatings } from '#lib/ratings/reading.server.ts';
import type { PageServerLoad } from './$types';

/** How reviewers are rated: a reviewer sees themself; a manager everybody together, or one. Both by the same rules. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, council } = locals;
  const { manages } = rolesHere(ctx);
  const given = askedIn(url.searchParams, lastClosed(ctx));
  const people = manages ? await reviewersToPick(ctx) : [];
  const about = people.some(({ id }) => id === given.about) ? given.about : 'team';
  const shown = manages ? await teamRatings(ctx, { ...given, about }) : await ownRatings(ctx, given);
  const { asked, lines, endings } = shown;
  const say = words.section('ratings', {
    ...{ many: council.ratingsFrom, wordsFrom: council.ratingsWordsFrom, from: '', to: '', name: '', count: 0, quarter: '' }
  });
  const pick = people.map(({ id, name }) => ({ value: id, label: name, picked: id === asked.about }));
  const waiting = await textsWaiting(ctx);
  return {
    say,
    manages,
    filters: filtersInWords(words, asked, endings),
    pick: manages ? [{ value: 'team', label: say.filters.team, picked: asked.about === 'team' }, ...pick] : [],
    children: asked.audience === 'child',
    until: words.t(`ratings:until${asked.quarters}`, { quarter: quarterInWords(words, asked.ending) }),
    lines: lines && linesInWords(words, lines),
    written: shown.words,
    waiting: waiting === 0 ? null : words.t('ratings:waiting', { count: waiting })
  };
};
