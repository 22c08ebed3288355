import { homes } from '#lib/sign-in/areas.ts';
import { offeredLanguages } from '#locales/languages.ts';
import type { LayoutServerLoad } from './$types';

/** Open to anybody: nothing here is about anybody. A copy that a device keeps (`?kept`) leads on to a child's own pages. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  const { ctx, words } = locals;
  const kept = url.searchParams.has('kept');
  return {
    home: kept ? homes.child : homes[ctx.actor.kind],
    kept,
    languageLabel: words.t('language:title'),
    languages:
      ctx.actor.kind === 'visitor' && !kept
        ? offeredLanguages.map(({ code, name, direction }) => ({
            ...{ code, name, direction, current: code === words.language },
            href: `${url.pathname}?lang=${code}`
          }))
        : []
  };
};
