/** Everybody whose words are measured: who reads, how hard it may be, and what they meet. */
import { caps, type Caps } from '#lib/readability/caps.ts';
import { wordsFor } from '#locales/words.ts';
import { adults } from './reading-adults.ts';
import { guideScreens } from './reading-guides.ts';
import { samples, screensOf } from './reading-screens.ts';

export type Measured = Readonly<{ readers: string; cap: Caps; screens: ReadonlyMap<string, readonly string[]> }>;

const english = (band: string | null) => wordsFor({ language: 'en', band, values: samples });

/**
 * Children of 4 to 7 have words of their own in their guides only: elsewhere they read those of 8 to 11. A guide that is open to
 * anybody names no reviewing officer: children's are measured that way too.
 */
export function everybody(): Measured[] {
  const anybodys = (band: '4-7' | '8-11' | '12-17') => guideScreens(english(band), band, 'your reviewing officer');
  return [
    { readers: '4-7, their guides', cap: caps['4-7'], screens: guideScreens(english('4-7'), '4-7', 'Sam') },
    { readers: '8-11', cap: caps['8-11'], screens: screensOf(english('8-11'), '8-11') },
    { readers: '8-11, guides open to anybody', cap: caps['8-11'], screens: anybodys('8-11') },
    { readers: '12-17', cap: caps['12-17'], screens: screensOf(english('12-17'), '12-17') },
    { readers: '12-17, guides open to anybody', cap: caps['12-17'], screens: anybodys('12-17') },
    ...adults(english(null))
  ];
}
