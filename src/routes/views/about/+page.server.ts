import { ownInvitation } from '#lib/invitations/own.server.ts';
import { blanks } from '#lib/home/blanks.ts';
import { besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** All of them are about safety or secrecy. */
const sentences = [
  ...(['reads', 'told', 'toldProfessional', 'safe', 'notRead'] as const),
  ...(['can', 'canProfessional', 'cannot', 'kept', 'leave'] as const)
];

/** What happens with what they write: who reads it, who may be told, and what cannot stay with its reader. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const { form } = await ownInvitation(ctx);
  return {
    say: words.section('views', blanks).about,
    beside: besideEach(words, 'views:about', sentences),
    professional: form === 'professional'
  };
};
