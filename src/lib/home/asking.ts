import type { Council } from '#lib/council/council.ts';
import { shelves, type Shelf } from '#lib/requests/kind.ts';
import { everyKind, kinds, type RequestKind } from '#lib/requests/kinds.ts';
import { readers } from '#lib/requests/readers.ts';
import { besideEach } from '#locales/beside.ts';
import type { Values, Words } from '#locales/words.ts';
import type { Way } from '#ui/Ways.svelte';
import type { Reader } from './home.ts';

/**
 * The ways to ask of one shelf, as a page offers them: those with somebody behind them. "I am not safe" stands apart: help
 * comes first there. So does writing (`wayToWrite`).
 */
export const waysToAsk = (words: Words, open: ReadonlySet<RequestKind>, reader: Named, shelf: Shelf = 'short'): Way[] =>
  everyKind.flatMap((kind) => {
    const { page, way } = kinds[kind];
    if (way?.shelf !== shelf || !open.has(kind) || way.by === WRITING) return [];
    const { picture, icon, by } = way;
    const values = namedIn(kind, reader);
    const [title, detail] = [words.t(`ask:ways.${page}`, values), words.t(`ask:hints.${page}`, values)];
    return [{ href: by ?? `/me/ask/${page}`, title, detail, picture, icon }];
  });

/** What goes past somebody goes past the child's own IRO, who is named in it also while somebody else stands in. */
export const namedIn = (kind: RequestKind, { iro }: Named): Values =>
  iro !== null && readers[kinds[kind].readers].past ? { iro: iro.called } : {};

type Named = Pick<Reader, 'iro'>;

const WRITING = '/me/write';

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

/** The words of a kind that goes past the child's IRO name that one, also while somebody stands in. */
export function namedWords(words: Words, kind: RequestKind, reader: Reader): Words {
  const named = namedIn(kind, reader);
  return {
    ...words,
    t: (key, values = {}) => words.t(key, { ...named, ...values }),
    inEnglish: (key, values = {}) => words.inEnglish(key, { ...named, ...values })
  };
}

/** Whom a child can call who cannot ask here: only numbers that there are. */
export const personsToCall = (words: Words, { advocatePhone, officePhone, childline }: Council) => [
  ...(advocatePhone ? [{ number: advocatePhone, title: words.t('ask:closed.advocate') }] : []),
  ...(officePhone ? [{ number: officePhone, title: words.t('ask:closed.office') }] : []),
  { number: childline, title: words.t('common:childline') }
];

/** What a page of asking says while there is no signal, and whom one can still call. */
export const unsentWords = (words: Words, council: Council) => ({
  ...besideEach(words, 'ask:unsent', ['title', 'text', 'call']),
  emergency: words.t('home:emergency'),
  childline: council.childline
});

/** Writing to one's IRO, with how many answers were not seen yet; 0 also where nothing is shown back. */
export const wayToWrite = (words: Words, unseen: number): Way => ({
  href: WRITING,
  title: words.t('write:home.title'),
  detail: words.t('write:home.hint'),
  badge: unseen > 0 ? words.t('write:home.new', { count: unseen }) : undefined,
  picture: 'letter',
  icon: 'pencil'
});
