import { caps, type Caps } from '#lib/readability/caps.ts';
import { gates, measured, over, type Gate } from '#lib/readability/measures.ts';
import type { Place } from './guides.ts';

/** One of the four gates: what was found, and how much it may be (null: not limited). */
export type Metered = Readonly<{ gate: Gate; found: number; most: number | null; passes: boolean }>;

/** How hard the readers of a guide may find it. */
export const capsOf = ({ audience, guide }: Pick<Place, 'audience' | 'guide'>): Caps =>
  audience === 'adults' ? caps[guide === 'professionals' ? 'professionals' : 'family'] : caps[audience];

/** Grades and lists of words are English; LIX counts letters, which Arabic does not write one by one. */
const inLanguage = (language: string): readonly Gate[] =>
  language === 'en' ? gates : language === 'ar' ? ['longest'] : ['lix', 'longest'];

/** What the gates say of finished words (no gaps left) in one place; nothing where there are no words. */
export function meter(place: Pick<Place, 'audience' | 'guide' | 'language'>, text: string): readonly Metered[] {
  if (!/\p{L}/u.test(text)) return [];
  const cap = capsOf(place);
  const found = measured([text]);
  const beyond = over(found, cap);
  return inLanguage(place.language).map((gate) => ({
    gate,
    found: found[gate],
    most: cap[gate],
    passes: !beyond.includes(gate)
  }));
}
