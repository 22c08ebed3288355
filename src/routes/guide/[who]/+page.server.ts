import { guideView } from '#lib/guides/guide-view.ts';
import { isOpenPage, open } from '#lib/guides/guides.ts';
import { readGuides } from '#lib/guides/reading.server.ts';
import { blanks } from '#lib/home/blanks.ts';
import { isHelpfulPage } from '#lib/ratings/helpful.ts';
import { notFound } from '#lib/errors.ts';
import type { PageServerLoad } from './$types';

/** The guides of one kind of reader together, for anybody: they name nobody. A child's device keeps this page. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  if (!isOpenPage(params.who)) throw notFound();
  const { audience, guide } = open[params.who];
  const shown = (await readGuides(ctx, words, { audience })).filter(({ code }) => guide === null || code === guide);
  const { title, print } = words.section('guides', { day: '', number: '' });
  const asks = `guide-${params.who}`;
  return {
    helpful: isHelpfulPage(asks) ? asks : null,
    thanked: url.searchParams.has('thanks'),
    asked: words.section('rate', blanks).helpful,
    say: { title, print },
    /** How big and how dense: as for a child of that age. */
    band: params.who === 'young' || params.who === 'mid' ? params.who : ('teen' as const),
    guides: shown.map((one) => guideView(words, one, null))
  };
};
