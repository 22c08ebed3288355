import { iroCard } from '#lib/contributing/iro-card.ts';
import type { LayoutServerLoad } from './$types';

/** What every page of theirs has around it: the council's name, and who reads what they write with face and number. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  const { words, council, reader, ctx } = locals;
  const here = ctx.actor.kind === 'contributor';
  return {
    council: council.name,
    here,
    iro: here ? iroCard(words, reader, council) : null,
    iroLabel: here ? words.t('views:bar.label') : '',
    // The start page has it in its own place.
    iroBelow: here && url.pathname !== '/views'
  };
};
