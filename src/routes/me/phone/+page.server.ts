import { redirect, type Actions } from '@sveltejs/kit';
import { blanks } from '#lib/home/blanks.ts';
import { childHere } from '#lib/home/way.server.ts';
import { choosePrivacy, privacyNow } from '#lib/sign-in/devices/device-privacy.server.ts';
import { besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** Whether somebody looks at this child's phone: to be seen and changed only just after PIN or pictures. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const watched = (await privacyNow(ctx, childHere(ctx))) === 'watched';
  return {
    say: words.section('watched', blanks),
    beside: besideEach(words, 'watched:', [
      ...(['title', 'text', 'nothing', 'talks', 'sends', 'honest'] as const),
      ...(['isOn', 'isOff', 'noTitle', 'noText'] as const)
    ]),
    watched
  };
};

export const actions: Actions = {
  choose: async ({ request, locals }) => {
    const watched = (await request.formData()).get('watched') === 'yes';
    await choosePrivacy(locals.ctx, childHere(locals.ctx), watched ? 'watched' : 'shared');
    redirect(303, '/me');
  }
};
