import { redirect, type Actions } from '@sveltejs/kit';
import { avatars, comforts, fonts, isAvatar, isComfort, isFont, isTheme, themes } from '#lib/children/look.ts';
import { setLook } from '#lib/children/looks.server.ts';
import { childHere } from '#lib/home/way.server.ts';
import type { PageServerLoad } from './$types';

/** What there is to choose, each with its words, and what is chosen now. An empty value is what everybody starts with. */
export const load: PageServerLoad = ({ locals, url }) => {
  const { words, reader } = locals;
  const { theme, avatar, font } = reader.look;
  const say = words.section('look');
  return {
    say,
    phone: words.t('watched:link'),
    saved: url.searchParams.has('saved'),
    chosen: { theme: theme ?? '', avatar: avatar ?? '', font: font ?? '' },
    themes: themes.map((value) => ({ value, label: say.theme[value] })),
    avatars: avatars.map((value) => ({ value, label: say.avatar[value] })),
    comforts: comforts.map((value) => ({
      value,
      label: say[value],
      on: reader.look.comforts.includes(value)
    })),
    fonts: [{ value: '', label: say.font.usual }, ...fonts.map((value) => ({ value, label: say.font[value] }))]
  };
};

export const actions: Actions = {
  save: async ({ request, locals }) => {
    const form = await request.formData();
    const [theme, avatar, font] = [form.get('theme'), form.get('avatar'), form.get('font')];
    await setLook(locals.ctx, childHere(locals.ctx), {
      theme: isTheme(theme) ? theme : null,
      avatar: isAvatar(avatar) ? avatar : null,
      font: isFont(font) ? font : null,
      comforts: form.getAll('comfort').filter(isComfort)
    });
    redirect(303, '/me/look?saved=1');
  }
};
