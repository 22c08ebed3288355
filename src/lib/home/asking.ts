import { everyKind, kinds, shelves, type RequestKind, type Shelf } from '#lib/requests/kinds.ts';
import { readers } from '#lib/requests/readers.ts';
import type { Values, Words } from '#locales/words.ts';
import type { Way } from '#ui/Ways.svelte';
import type { Reader } from './home.ts';

/**
 * The ways to ask of one shelf, as a page offers them: those with somebody behind them. "I am not safe" stands apart: help
 * comes first there.
 */
export const waysToAsk = (words: Words, open: ReadonlySet<RequestKind>, reader: Named, shelf: Shelf = 'short'): Way[] =>
  everyKind.flatMap((kind) => {
    const { page, way } = kinds[kind];
    if (way?.shelf !== shelf || !open.has(kind)) return [];
    const { picture, icon } = way;
    const values = namedIn(kind, reader);
    const [title, detail] = [words.t(`ask:ways.${page}`, values), words.t(`ask:hints.${page}`, values)];
    return [{ href: `/me/ask/${page}`, title, detail, picture, icon }];
  });

/** What goes past somebody goes past the child's own IRO, who is named in it also while somebody else stands in. */
export const namedIn = (kind: RequestKind, { iro }: Named): Values =>
  iro !== null && readers[kinds[kind].readers].past ? { iro: iro.called } : {};

type Named = Pick<Reader, 'iro'>;

/** Everything else that can be asked, folded away behind the short ways, each shelf with its like. */
export const moreToAsk = (words: Words, open: ReadonlySet<RequestKind>, reader: Named): { title: string; ways: Way[] }[] =>
  shelves
    .filter((shelf) => shelf !== 'short')
    .map((shelf) => ({ title: words.t(`ask:shelves.${shelf}`), ways: waysToAsk(words, open, reader, shelf) }))
    .filter(({ ways }) => ways.length > 0);

/** What cannot be asked here now, because nobody would get it. */
export const closedWays = (words: Words, open: ReadonlySet<RequestKind>, reader: Named): string[] =>
  everyKind.flatMap((kind) =>
    kinds[kind].way === null || open.has(kind) ? [] : [words.t(`ask:ways.${kinds[kind].page}`, namedIn(kind, reader))]
  );
