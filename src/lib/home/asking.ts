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
