import type { LayoutServerLoad } from './$types';

/** What every page's frame says, in the reader's words. */
export const load: LayoutServerLoad = ({ locals }) => ({
  chrome: locals.words.section('common'),
  childline: locals.council.childline
});
