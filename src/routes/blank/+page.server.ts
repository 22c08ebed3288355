import type { PageServerLoad } from './$types';

/** The one thing there is: a name for those who hear the page instead of seeing it. */
export const load: PageServerLoad = ({ locals }) => ({ title: locals.words.t('sign-in:blank.title') });
