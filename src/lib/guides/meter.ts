import { caps, type Caps } from '#lib/readability/caps.ts';
import { gates, measured, over, type Gate } from '#lib/readability/measures.ts';
import type { Place } from './guides.ts';

/** One of the four gates: what one part and its whole guide come to, and how much the guide may (null: not limited). */
export type Metered = Readonly<{ gate: Gate; part: number; whole: number; most: number | null; passes: boolean }>;

/** How hard the readers of a guide may find it. */
export const capsOf = ({ audience, guide }: Pick<Place, 'audience' | 'guide'>): Caps =>
  audience === 'adults' ? caps[guide === 'professionals' ? 'professionals' : 'family'] : caps[audience];

/** Grades and lists of words are English; LIX counts letters, which Arabic does not write one by one. */
const inLanguage = (language: string): readonly Gate[] =>
  language === 'en' ? gates : language === 'ar' ? ['longest'] : ['lix', 'longest'];

/**
 * The limits are for the copy of a page taken together: one part of it has few words, and one long one among them counts for
 * much. So a part may be above them by this much; its guide may not.
 */
const slack: Readonly<Record<Gate, number>> = { grade: 3, lix: 12, longest: 0, hard: 5 };

/** What the gates say of the finished words of a part, and of its guide with them in it; nothing where there are no words. */
export function meter(
  place: Pick<Place, 'audience' | 'guide' | 'language'>,
  part: string,
  whole: readonly string[]
): readonly Metered[] {
  if (!/\p{L}/u.test(part)) return [];
  const cap = capsOf(place);
  const [of, all] = [measured([part]), measured(whole)];
  const beyond = over(all, cap);
  return inLanguage(place.language).map((gate) => {
    const most = cap[gate];
    const tooHard = most !== null && of[gate] > most + slack[gate];
    return { gate, part: of[gate], whole: all[gate], most, passes: !tooHard && !beyond.includes(gate) };
  });
}
