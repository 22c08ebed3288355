import { redirect } from '@sveltejs/kit';
import { nextPath } from '#lib/sign-in/next.ts';
import { endOtherVisits, endOwnVisit, ownVisits } from '#lib/sign-in/own-visits.server.ts';
import { ownNews, seeNews, type News } from '#lib/sign-in/workers/ways.server.ts';
import { momentInWords } from '#lib/sign-in/wording.ts';
import type { Words } from '#locales/words.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where the worker is signed in, and what happened to their ways to sign in since they last looked. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const say = words.section('ways', { at: '', family: '', system: '', about: '', by: '' }).visits;
  const news = (await ownNews(ctx)).map((one) => newsInWords(words, one));
  return {
    say,
    news: news.filter(({ seen }) => !seen),
    seen: news.filter(({ seen }) => seen).reverse(),
    visits: (await ownVisits(ctx)).map(({ id, here, startedAt, seenAt, family, system }) => ({
      id,
      here,
      what: words.t('ways:visits.browser', { family: say.families[family], system: say.systems[system] }),
      began: words.t('ways:visits.began', { at: momentInWords(startedAt) }),
      used: words.t('ways:visits.used', { at: momentInWords(seenAt) })
    })),
    next: encodeURIComponent(nextPath(url.searchParams.get('next'), '/staff/sessions')),
    ended: url.searchParams.has('ended')
  };
};

const newsInWords = (words: Words, { kind, at, seen, about, by }: News) => ({
  what: words.t(`ways:visits.news.${kind}`, { about: about ?? '', by: by ?? words.t('ways:visits.byHost') }),
  at: momentInWords(at),
  seen,
  others: about !== null
});

export const actions: Actions = {
  end: async ({ locals, request }) => {
    await endOwnVisit(locals.ctx, String((await request.formData()).get('id') ?? ''));
    redirect(303, '/staff/sessions?ended');
  },
  others: async ({ locals }) => {
    await endOtherVisits(locals.ctx);
    redirect(303, '/staff/sessions?ended');
  },
  seen: async ({ locals, url }) => {
    await seeNews(locals.ctx);
    redirect(303, nextPath(url.searchParams.get('next'), '/staff/sessions'));
  }
};
