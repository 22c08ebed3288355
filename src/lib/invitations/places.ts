import * as kinds from './place-kinds.ts';
import {
  holdsName,
  isCapital,
  isOrdinary,
  joined,
  leadsTo,
  listOf,
  nameFrom,
  nameTo,
  span,
  written,
  type Word
} from './text-words.ts';
import type { At } from './watched-words.ts';

const places = listOf(kinds.places, ',');
const smallPlaces = listOf(kinds.smallPlaces, ',');
const homes = listOf(kinds.homes);
const welshPlaces = listOf(kinds.welshPlaces);
const welshSorts = listOf(kinds.welshSorts);
const famous = listOf(kinds.famous, ',');
const homeBefore = listOf('at from near outside visit visits visited called reach reached into');
const leading = listOf(kinds.leading);
const living = listOf('live lives lived living stay stays stayed staying moved placed home');
const smallBefore = listOf('at to from');

/** Schools, homes, surgeries and the like by their names, in English and Welsh. */
export const placesIn = (words: readonly Word[]): At[] =>
  words.map((_, at) => englishPlace(words, at) ?? homeAt(words, at) ?? welshPlace(words, at)).filter((found) => found !== null);

/** Where the kind of place that starts at `at` ends: "primary school" before "primary". Null when it is none. */
function kindTo(words: readonly Word[], at: number, which: ReadonlySet<string>): number | null {
  for (const to of [at + 1, at]) if (to < words.length && which.has(written(words, at, to))) return to;
  return null;
}

/** "St Aidan's Catholic Primary School", "Beech Lodge", "hillcrest juniors". */
function englishPlace(words: readonly Word[], at: number): At | null {
  const to = kindTo(words, at, places);
  if (to === null || !joined(words[at])) return null;
  if (!isCapital(words[at])) return smallPlace(words, at);
  const from = nameFrom(words, at);
  if (!holdsName(words.slice(from, at)) || famous.has(written(words, from, to))) return null;
  return span(words, from, to);
}

function smallPlace(words: readonly Word[], at: number): At | null {
  const to = kindTo(words, at, smallPlaces);
  if (to === null || isOrdinary(words[at - 1]) || !leadsTo(words, at - 1, smallBefore)) return null;
  return span(words, at - 1, to);
}

/** "at Mill House", "lives in Fern Villa"; a house of a school is none. */
function homeAt(words: readonly Word[], at: number): At | null {
  if (!homes.has(words[at]?.low ?? '') || !isCapital(words[at])) return null;
  const from = nameFrom(words, at);
  if (!holdsName(words.slice(from, at))) return null;
  const lives = leadsTo(words, from, leading) && words.slice(Math.max(0, from - 4), from).some(({ low }) => living.has(low));
  return lives || leadsTo(words, from, homeBefore) ? span(words, from, at) : null;
}

/** "Ysgol Gynradd y Dderwen", "Cartref Bryn Glas". */
function welshPlace(words: readonly Word[], at: number): At | null {
  if (!welshPlaces.has(words[at]?.low ?? '')) return null;
  const to = nameTo(words, at);
  const named = words.slice(at + 1, to + 1).some((word) => isCapital(word) && !welshSorts.has(word.low));
  return named ? span(words, at, to) : null;
}
