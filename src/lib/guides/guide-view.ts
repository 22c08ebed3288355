import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { GuideShown, ParagraphShown } from './guide-shown.ts';
import type { Audience } from './guides.ts';
import { ways, type WayCode } from './ways.ts';

/** A way on from a paragraph: a page of ours, or a number to call. */
type Going = Readonly<{ href: string; label: string }>;

/** A guide ready to be drawn. */
export type GuideView = Readonly<
  Pick<GuideShown, 'code' | 'page' | 'picture' | 'icon' | 'title' | 'lead'> & {
    /** Since when it says this, and by whom. */
    dated: string;
    paragraphs: readonly (Omit<ParagraphShown, 'way'> & { goes: readonly Going[] })[];
  }
>;

/** What only a child who is signed in can do from here; `advocate`: the number of the advocates, where the council named one. */
type Doing = Readonly<{ iro: string; advocate: string | null }>;

/** A guide in finished words; `doing` null: nothing leads on, because whoever reads it may not be signed in. */
export function guideView(words: Words, guide: GuideShown, doing: Doing | null): GuideView {
  const { code, page, picture, icon, title, lead, changedOn, written } = guide;
  return {
    ...{ code, page, picture, icon, title, lead },
    dated: changedOn
      ? words.t('guides:changed', { day: dayInWords(words.language, changedOn, null) })
      : words.t('guides:written', { day: dayInWords(words.language, written, null) }),
    paragraphs: guide.paragraphs.map(({ way, ...paragraph }) => ({
      ...paragraph,
      goes: doing && way ? goingFrom(words, way, doing) : []
    }))
  };
}

function goingFrom(words: Words, way: WayCode, { iro, advocate }: Doing): readonly Going[] {
  const going = { href: ways[way], label: words.t(`guides:ways.${way}`, { iro }) };
  if (way !== 'advocate' || advocate === null) return [going];
  return [going, { href: `tel:${advocate.replaceAll(' ', '')}`, label: words.t('guides:callAdvocate', { number: advocate }) }];
}

/** Which guides a child of this band reads. Who has no band reads those of the middle. */
export const audienceOf = (band: string | null): Audience => (band === '4-7' || band === '12-17' ? band : '8-11');
