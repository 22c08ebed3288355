import { kinds } from '#lib/requests/kinds.ts';
import type { Words } from '#locales/words.ts';
import type { Way } from '#ui/Ways.svelte';

/** The short ways, in order, each with what it looks like. "I am not safe" stands apart: help comes first there. */
const looks = {
  'tell-now': { picture: 'speech', icon: 'send' },
  talk: { picture: 'phone', icon: 'speech' },
  'early-review': { picture: 'calendar', icon: 'calendar' },
  advocate: { picture: 'friends', icon: 'people' }
} as const;

const short = ['tell-now', 'talk', 'early-review', 'advocate'] as const;

/** The short ways as a page offers them. */
export const waysToAsk = (words: Words): Way[] =>
  short.map((kind) => {
    const { page } = kinds[kind];
    return {
      href: `/me/ask/${page}`,
      title: words.t(`ask:ways.${page}`),
      detail: words.t(`ask:hints.${page}`),
      ...looks[kind]
    };
  });
