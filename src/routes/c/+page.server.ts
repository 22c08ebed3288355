import type { PageServerLoad } from './$types';

/** Where the square on a card leads. The code stands after `#`, so it reaches no server until the form is posted. */
export const load: PageServerLoad = ({ locals }) => {
  const { front, scan } = locals.words.section('sign-in');
  return { say: front, scan };
};
