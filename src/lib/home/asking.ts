import { everyKind, kinds } from '#lib/requests/kinds.ts';
import type { Words } from '#locales/words.ts';
import type { Way } from '#ui/Ways.svelte';

/** The short ways as a page offers them. "I am not safe" stands apart: help comes first there. */
export const waysToAsk = (words: Words): Way[] =>
  everyKind.flatMap((kind) => {
    const { page, way } = kinds[kind];
    if (way === null) return [];
    return [{ href: `/me/ask/${page}`, title: words.t(`ask:ways.${page}`), detail: words.t(`ask:hints.${page}`), ...way }];
  });

/** Writing to one's IRO, with how many answers were not seen yet; 0 also where nothing is shown back. */
export const wayToWrite = (words: Words, unseen: number): Way => ({
  href: '/me/write',
  title: words.t('write:home.title'),
  detail: words.t('write:home.hint'),
  badge: unseen > 0 ? words.t('write:home.new', { count: unseen }) : undefined,
  picture: 'letter',
  icon: 'pencil'
});
