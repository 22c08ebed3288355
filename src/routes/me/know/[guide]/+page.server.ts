import { notFound } from '#lib/errors.ts';
import { guidesOf } from '#lib/home/knowing.server.ts';
import type { PageServerLoad } from './$types';

/** One guide, and the way to the next. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const all = await guidesOf(locals);
  const at = all.findIndex(({ page }) => page === params.guide);
  const guide = all[at];
  if (!guide) throw notFound();
  const next = all[at + 1];
  return {
    guide,
    next: next ? { href: `/me/know/${next.page}`, title: next.title } : null,
    all: locals.words.t('guides:all')
  };
};
