import { ownInvitation } from '#lib/invitations/own.server.ts';
import { blanks } from '#lib/home/blanks.ts';
import { besideEach } from '#locales/beside.ts';
import { redirect } from '@sveltejs/kit';
import { browserNamed } from '#lib/sign-in/browser.ts';
import { endOtherVisits, ownVisits } from '#lib/sign-in/own-visits.server.ts';
import { listInWords } from '#locales/dates.ts';
import type { Actions, PageServerLoad } from './$types';

/** All of them are about safety or secrecy. */
const sentences = [
  ...(['reads', 'told', 'toldProfessional', 'safe', 'notRead'] as const),
  ...(['can', 'canProfessional', 'cannot', 'kept', 'leave'] as const)
];

/** What happens with what they write: who reads it, who may be told, and what cannot stay with its reader. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const { form } = await ownInvitation(ctx);
  const elsewhere = (await ownVisits(ctx)).filter(({ here }) => !here).map(browserNamed);
  return {
    say: words.section('views', { ...blanks, places: '' }).about,
    elsewhere:
      elsewhere.length === 0 ? null : words.t('views:about.visitsElsewhere', { places: listInWords(words.language, elsewhere) }),
    ended: url.searchParams.has('ended'),
    beside: besideEach(words, 'views:about', sentences),
    professional: form === 'professional'
  };
};

export const actions: Actions = {
  others: async ({ locals }) => {
    await endOtherVisits(locals.ctx);
    redirect(303, '/views/about?ended');
  }
};
