import { lockingOf } from '#lib/sign-in/devices/locking.ts';
import { whoseOf } from '#lib/sign-in/devices/whose.server.ts';
import { beside } from '#locales/beside.ts';
import { offeredLanguage } from '#locales/languages.ts';
import type { LayoutServerLoad } from './$types';

/** What every page's frame says, in the reader's words. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  const { words, council, ctx, reader } = locals;
  // Nobody signed in: no cookie keeps the language, the address carries it from page to page.
  const asked = ctx.actor.kind === 'visitor' ? offeredLanguage(url.searchParams.get('lang')) : null;
  return {
    chrome: words.section('common'),
    childline: council.childline,
    whose: whoseOf(ctx),
    carried: asked ? `lang=${asked.code}` : '',
    locking: lockingOf(ctx.actor),
    watched: reader.watched,
    lockWords: words.section('sign-in').lock,
    // A blank page says nothing, not even in which language.
    draft: words.draft && url.pathname !== '/blank' ? beside(words, 'language:draftNote') : null
  };
};
