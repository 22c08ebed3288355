import { tellHistory } from './history.ts';
import { nothing, type Figures } from './looking.ts';
import { openPlace } from './place.ts';

/** How many histories one database tells before another is made: its tables must not grow for ever. */
const AT_ONE_PLACE = 250;

/** Tells this many histories, the first from `seed`. Gives all that was counted. */
export async function tellHistories(many: number, seed: number, say: (line: string) => void = () => undefined): Promise<Figures> {
  const figures = nothing();
  for (let told = 0; told < many; told += AT_ONE_PLACE) {
    const place = await openPlace();
    try {
      const until = Math.min(many, told + AT_ONE_PLACE);
      for (let history = told; history < until; history += 1) await tellHistory(place, seed + history, figures);
      if (until < many) say(progressIn(until, figures));
    } finally {
      await place.close();
    }
  }
  return figures;
}

export const falseWords = ({ falseRead, falseAnswered, falseHas }: Figures): number => falseRead + falseAnswered + falseHas;

const progressIn = (told: number, figures: Figures): string =>
  `${told} histories, ${figures.moments} moments, ${figures.items} unread items, ${figures.without} without a reader ` +
  `(worst ${figures.longestWithout / 60_000} min), ${figures.wrongDoors} wrong doors, ${figures.words} told, ${falseWords(figures)} false …`;
