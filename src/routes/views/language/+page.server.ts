import { redirect, type Actions } from '@sveltejs/kit';
import { setOwnLanguage } from '#lib/invitations/own.server.ts';
import { offeredLanguage, offeredLanguages } from '#locales/languages.ts';
import type { PageServerLoad } from './$types';

/** The languages there are, each by its own name; a press is the choice. */
export const load: PageServerLoad = ({ locals }) => ({
  say: locals.words.section('language'),
  languages: offeredLanguages.map(({ code, name, direction, draft }) => ({
    code,
    name,
    direction,
    draft,
    current: code === locals.words.language
  }))
});

export const actions: Actions = {
  choose: async ({ request, locals }) => {
    const language = offeredLanguage(String((await request.formData()).get('language')));
    if (language) await setOwnLanguage(locals.ctx, language.code);
    redirect(303, '/views');
  }
};
