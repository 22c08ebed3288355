import { notFound } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { guidesOf } from '#lib/home/knowing.server.ts';
import { isHelpfulPage } from '#lib/ratings/helpful.ts';
import type { PageServerLoad } from './$types';

/** One guide, and the way to the next. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const all = await guidesOf(locals);
  const at = all.findIndex(({ page }) => page === params.guide);
  const guide = all[at];
  if (!guide) throw notFound();
  const next = all[at + 1];
  const asks = `know-${guide.page}`;
  return {
    guide,
    helpful: isHelpfulPage(asks) ? asks : null,
    thanked: url.searchParams.has('thanks'),
    asked: locals.words.section('rate', blanks).helpful,
    next: next ? { href: `/me/know/${next.page}`, title: next.title } : null,
    all: locals.words.t('guides:all')
  };
};
