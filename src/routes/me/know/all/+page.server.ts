import { guidesOf } from '#lib/home/knowing.server.ts';
import type { PageServerLoad } from './$types';

/** Every guide of a child on one page, to be printed or read through. */
export const load: PageServerLoad = async ({ locals }) => {
  const { title, print } = locals.words.section('guides', { day: '', number: '' });
  return { say: { title, print }, guides: await guidesOf(locals) };
};
