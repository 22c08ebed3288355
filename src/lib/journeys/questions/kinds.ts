import type { Kind } from '#lib/journeys/kind.ts';
import type { KindCode } from '#lib/journeys/form.ts';
import { amounts, type Amount } from './amounts/kind.ts';
import { counts, type Count } from './counts/kind.ts';
import { date } from './date/kind.ts';
import { dates, type DayNoted } from './dates/kind.ts';
import { faces, type Feeling } from './faces/kind.ts';
import { many, type Chosen } from './many/kind.ts';
import { matrix, type Placed } from './matrix/kind.ts';
import { one } from './one/kind.ts';
import { people } from './people/kind.ts';
import { text } from './text/kind.ts';

/** What an answer of each kind holds. */
export type Values = {
  faces: Feeling;
  one: string;
  many: Chosen;
  people: readonly string[];
  amounts: readonly Amount[];
  text: string;
  date: string;
  matrix: readonly Placed[];
  counts: readonly Count[];
  dates: readonly DayNoted[];
};

/** Every kind of question there is: a missing one does not compile. Their faces are in `fields.ts`. */
export const kinds: Readonly<{ [Code in KindCode]: Kind<Values[Code]> }> = {
  faces,
  one,
  many,
  people,
  amounts,
  text,
  date,
  matrix,
  counts,
  dates
};
