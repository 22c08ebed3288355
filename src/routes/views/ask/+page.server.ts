import { askedLine } from '#lib/contributing/asked-words.ts';
import { blanks } from '#lib/home/blanks.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { askedAbout } from '#lib/requests/asked-about.server.ts';
import { kinds, kindsFor } from '#lib/requests/kinds.ts';
import type { Way } from '#ui/Ways.svelte';
import type { PageServerLoad } from './$types';

/** The things an adult may ask for about the child, and what became of what this one asked. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const { childId, form } = await ownInvitation(ctx);
  const asked = await askedAbout(ctx, childId);
  return {
    say: words.section('views', blanks).asking,
    ways: kindsFor('contributor').flatMap((kind): Way[] => {
      const { page, way } = kinds[kind];
      if (way === null) return [];
      // A professional refers; others ask for somebody.
      const hint = form === 'professional' && kind === 'advocate' ? 'besideProfessional' : page;
      const detail = words.t(`views:asking.hint.${hint}`);
      return [{ href: `/views/ask/${page}`, title: words.t(`views:asking.way.${page}`), detail, ...way }];
    }),
    asked: asked.map((one) => askedLine(words, one, ctx.now))
  };
};
