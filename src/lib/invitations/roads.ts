import * as kinds from './place-kinds.ts';
import {
  holdsName,
  isCapital,
  isNumber,
  isOrdinary,
  isTitle,
  joined,
  leadsTo,
  listOf,
  nameFrom,
  nameTo,
  span
} from './text-words.ts';
import { written, type Word } from './text-words.ts';
import type { At } from './watched-words.ts';

const roads = listOf(kinds.roads);
const everyday = listOf(kinds.everyday);
const sometimesRoads = listOf(kinds.sometimesRoads);
const oneWordRoads = listOf(kinds.oneWordRoads);
const roadNames = listOf(kinds.roadNames);
const homes = listOf(kinds.homes);
const partsOfHouses = listOf(kinds.partsOfHouses);
const beforeNumbers = listOf(kinds.beforeNumbers);
const measures = listOf(kinds.measures);
const welshRoads = listOf(kinds.welshRoads);
const sometimesWelshRoads = listOf(kinds.sometimesWelshRoads);
const months = listOf(kinds.months);
const famous = listOf(kinds.famous, ',');
const leading = listOf(kinds.leading);

/** Streets and addresses, in English and Welsh. */
export function roadsIn(words: readonly Word[]): At[] {
  const all = words.flatMap((_, at) => [englishRoad(words, at), welshRoad(words, at), houseAt(words, at), flatAt(words, at)]);
  return all.filter((found) => found !== null);
}

/** Where the number before the word at `from` begins, with what it is the number of: "flat 3, ", "14 ". Null without one. */
function numberedFrom(words: readonly Word[], from: number): number | null {
  const number = from - 1;
  if (!isNumber(words[number]) || !/^,? $/.test(words[from]?.gap ?? '')) return null;
  const before = words[number - 1];
  return before && beforeNumbers.has(before.low) && /^\.? $/.test(words[number]?.gap ?? '') ? number - 1 : number;
}

/** "14 Elm Grove", "Rowan Close", "42 albert rd", "118 kingsway". */
function englishRoad(words: readonly Word[], at: number): At | null {
  const word = words[at];
  if (!word) return null;
  if (oneWordRoads.has(word.low) || /^\p{Lu}\p{Ll}{2,}gate$/u.test(word.text)) {
    const numbered = numberedFrom(words, at);
    if (numbered !== null) return span(words, numbered, at);
    if (isCapital(word) && leadsTo(words, at, leading) && !isCapital(words[at - 1])) return span(words, at, at);
  }
  const strong = roads.has(word.low);
  if (!strong && !sometimesRoads.has(word.low)) return null;
  const from = nameFrom(words, at);
  if (from === at) return strong ? inSmallLetters(words, at) : null;
  const numbered = numberedFrom(words, from);
  if (isTitle(words[at - 1]) || (numbered !== null && months.has(words[from]?.low ?? ''))) return null;
  const name = words.slice(from, at);
  const named = holdsName(name) || (word.low !== 'court' && name.some(({ low }) => roadNames.has(low)));
  const told = numbered !== null || leadsTo(words, from, leading);
  const fits = isCapital(word)
    ? told
      ? named || strong || numbered !== null
      : strong && named && !famous.has(written(words, at - 1, at))
    : strong && named && (numbered !== null || (told && !everyday.has(word.low)));
  return fits ? span(words, numbered ?? from, at) : null;
}

/** One or two words that are no ordinary ones between a number and a road: "42 albert rd". */
function inSmallLetters(words: readonly Word[], at: number): At | null {
  for (const from of [at - 1, at - 2]) {
    const name = words.slice(Math.max(0, from), at);
    if (from < 1 || name.some((word) => isOrdinary(word) || isNumber(word)) || words[at]?.gap !== ' ') return null;
    const numbered = numberedFrom(words, from);
    if (numbered !== null) return span(words, numbered, at);
  }
  return null;
}

/** "flat 3, Mill House": a house by its name is an address with a number. */
function houseAt(words: readonly Word[], at: number): At | null {
  if (!homes.has(words[at]?.low ?? '') || !isCapital(words[at])) return null;
  const from = nameFrom(words, at);
  const numbered = from < at ? numberedFrom(words, from) : null;
  return numbered === null ? null : span(words, numbered, at);
}

/** "flat 12b", not "a flat 3 pounds". */
function flatAt(words: readonly Word[], at: number): At | null {
  if (!partsOfHouses.has(words[at]?.low ?? '') || !isNumber(words[at + 1]) || words[at + 1]?.gap !== ' ') return null;
  if (words[at - 1]?.low === 'a' || measures.has(words[at + 2]?.low ?? '')) return null;
  return span(words, at, at + 1);
}

/** "Heol y Felin", "12 Ffordd Caergybi", "16 Maes y Coed". */
function welshRoad(words: readonly Word[], at: number): At | null {
  const word = words[at];
  const kind = word?.low.replace(/'r$/, '') ?? '';
  const always = welshRoads.has(kind);
  if (!word || (!always && !sometimesWelshRoads.has(kind))) return null;
  const numbered = numberedFrom(words, at);
  const to = nameTo(words, at);
  if (to > at && (numbered !== null || always)) return span(words, numbered ?? at, to);
  // "heol y felin", typed in a hurry.
  const small = /^(?:heol|rhodfa)$/.test(kind) && /^yr?$/.test(words[at + 1]?.low ?? '') && joined(words[at + 2]);
  return small ? span(words, numbered ?? at, at + 2) : null;
}
