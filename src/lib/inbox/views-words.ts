import type { ContributionForIro } from '#lib/consultations/contribution.ts';
import type { Words } from '#locales/words.ts';
import type { Block, Statement } from './statement.ts';
import { momentInWords } from './wording.ts';

/** `as`: the child's own IRO, whoever covers for them, or somebody let in by break-glass. `iro`: null where there is none. */
type Reader = Readonly<{ words: Words; now: Date; name: string; iro: string | null; as: 'own' | 'cover' | 'let-in' }>;

/** A block with its wish about sharing in words. */
export type SpokenBlock = Block & Readonly<{ wish: string; icon: 'lock' | 'people' | 'table'; asks: readonly Ask[] }>;

/** Somebody to tell: a button until it is done, then a sentence. `ids` go back with the button. */
export type Ask = Readonly<{ wish: string; ids: readonly string[]; button: string; done: string | null }>;

/** Each block with its wish: only the reader, people to be told, or said at the review. */
export const spoken = (statement: Statement, reader: Reader): SpokenBlock[] =>
  statement.blocks.map((block) => ({ ...block, ...wishOf(block, reader) }));

const onlyKey = { own: 'onlyYou', cover: 'onlyYouCover', 'let-in': 'onlyIro' } as const;

function wishOf(block: Block, { words, now, name, iro, as }: Reader): Pick<SpokenBlock, 'wish' | 'icon' | 'asks'> {
  if (block.audience === 'at_my_review') return { wish: words.t('staff:views.atReview', { name }), icon: 'table', asks: [] };
  const only = words.t(`staff:views.${iro === null ? 'onlyYou' : onlyKey[as]}`, { iro: iro ?? '' });
  const asks = block.tellings.map(({ name: given, ids, toldAt }): Ask => {
    const person = given || words.t('staff:views.someone');
    return {
      wish: words.t('staff:views.askedToTell', { name, person }),
      ids,
      button: words.t('staff:views.told', { person }),
      done: toldAt && words.t('staff:views.toldDone', { person, name, when: momentInWords(words, toldAt, now) })
    };
  });
  return { wish: only, icon: asks.length > 0 ? 'people' : 'lock', asks };
}

/** What the child sees of it: who opened it and who was told, the same facts as on the child's own page. */
export function whatChildSees(
  views: ContributionForIro,
  statement: Statement,
  { words, now }: Reader
): { icon: 'eye' | 'people' | 'clock'; text: string }[] {
  const when = (at: string) => momentInWords(words, at, now);
  const [opened] = views.openings;
  const someone = words.t('staff:views.someone');
  const told = statement.blocks.flatMap((block) => block.tellings);
  const people = [...new Set(told.map(({ name }) => name))].map((person) => {
    const all = told.filter(({ name }) => name === person).map(({ toldAt }) => toldAt);
    const last = all.includes(null) ? null : (all.sort().at(-1) ?? null);
    return last === null
      ? { icon: 'clock' as const, text: words.t('staff:views.seesNotTold', { person: person || someone }) }
      : { icon: 'people' as const, text: words.t('staff:views.seesTold', { person: person || someone, when: when(last) }) };
  });
  const key = opened?.standingIn ? 'seesStandingIn' : 'seesOpened';
  const first = opened
    ? [{ icon: 'eye' as const, text: words.t(`staff:views.${key}`, { who: opened.name, when: when(opened.at) }) }]
    : [];
  return [...first, ...people];
}

/** The versions there are, and whether a newer one than this is there. */
export function versionsInWords(views: ContributionForIro, { words, now, name }: Reader) {
  const newest = views.versions.reduce((top, one) => (one.version > top.version ? one : top), {
    id: views.id,
    version: views.version
  });
  return {
    list: views.versions.map(({ id, version, sentAt }) => ({
      id,
      here: id === views.id,
      text: words.t('staff:views.versionLine', { count: version, when: momentInWords(words, sentAt, now) })
    })),
    newer:
      newest.version > views.version
        ? {
            id: newest.id,
            title: words.t('staff:views.newerTitle', { name }),
            link: words.t('staff:views.newerLink', { count: newest.version })
          }
        : null,
    changed: views.version > 1 ? words.t('staff:views.changedText', { count: views.version - 1 }) : null
  };
}
