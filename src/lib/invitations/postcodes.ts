import type { At } from './watched-words.ts';

/** The letters a postcode of the United Kingdom may start with. */
const areas = new Set(
  (
    'AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU ' +
    'GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE ' +
    'PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE'
  ).split(' ')
);

const gap = '[ .\\u00a0-]{0,2}';
const inward = `${gap}[0-9IO]${gap}[ABD-HJLNP-UW-Z]${gap}[ABD-HJLNP-UW-Z](?![\\p{L}\\p{N}])`;
/** Five, six or seven letters and digits that could be one, however they are spaced; the longest first. */
const likeOne = [3, 2, 1].map((more) => new RegExp(`[A-Z01](?:${gap}[A-Z0-9]){${more}}${inward}`, 'iuy'));
/** Not the end of a short word: in "hi'n 12 oed" the n is none. */
const starts = /(?<![\p{L}\p{N}'’])[A-Z01]/giu;
/** Its first half alone, which names a part of a town. */
const firstHalf = /(?<![\p{L}\p{N}-])([A-Z]{1,2})([0-9]{1,2}[A-Z]?)(?![\p{L}\p{N}]|[ -]?[A-Z]{3}\b|[ -]?\d)/giu;
const whereabouts = /\b(?:in|near|around|round|by|from|postcode|yn|ger|o)\s+$/iu;
/** Gas, not Colchester. */
const noTown = new Set(['CO2']);
/** Words that end like a postcode once O counts as nought and I as one. */
const wordsAfterAll = new Set(['OLD', 'ONE', 'OFF', 'OUR', 'OUT', 'OWL', 'OWN', 'ORG', 'ILL', 'ITS', 'INN']);

/** `S014` is SO14, `CRO` is CR0: letters where letters stand, digits where digits stand. Null when it is no first half. */
function outward(written: string): string | null {
  for (const letters of [2, 1]) {
    const area = written.slice(0, letters).replaceAll('0', 'O').replaceAll('1', 'I');
    const rest = written.slice(letters);
    const district = rest.slice(0, 1).replace('O', '0').replace('I', '1') + rest.slice(1, 2).replace('O', '0') + rest.slice(2);
    if (areas.has(area) && /^(?:[0-9]{1,2}|[0-9][A-Z])$/.test(district)) return area + district;
  }
  return null;
}

function isPostcode(written: string): boolean {
  const joined = written.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
  if (!/[0-9]/.test(joined) || outward(joined.slice(0, -3)) === null) return false;
  const last = joined.slice(-3);
  // A letter for a digit is believed where three characters stand together, not inside a word ("E4 body", "e2e in a").
  if (/^[OI]/.test(last) && (wordsAfterAll.has(last) || !/(?<!\p{L})[oi]\p{L}{2}$/iu.test(written))) return false;
  // "B12 3rd floor", "N1 1st prize": an ordinal, written as one writes them.
  return !/[ .-](?:1st|2nd|3rd|[04-9]th)$/.test(written);
}

/** Postcodes: also in small letters, without or with odd spaces, with O for nought or I for one; and first halves alone. */
export function postcodesIn(text: string): At[] {
  // From every start anew: "is W4 5NB" is W4 5NB, whatever stands before it.
  const whole = [...text.matchAll(starts)].flatMap(({ index }): At[] => {
    const written = likeOne.map((pattern) => matchAt(pattern, text, index)).find((found) => found !== null && isPostcode(found));
    return typeof written === 'string' ? [[index, index + written.length]] : [];
  });
  const halves = [...text.matchAll(firstHalf)]
    .filter((found) => isFirstHalf(found, text.slice(Math.max(0, found.index - 24), found.index)))
    .map((found): At => [found.index, found.index + found[0].length]);
  return [...whole, ...halves];
}

function matchAt(sticky: RegExp, text: string, index: number): string | null {
  sticky.lastIndex = index;
  return sticky.exec(text)?.[0] ?? null;
}

/** Two capitals and a number are one anywhere (LS9); anything less only after "in", "near" and the like. */
function isFirstHalf([written, letters = '']: RegExpExecArray, before: string): boolean {
  if (!areas.has(letters.toUpperCase()) || noTown.has(written.toUpperCase())) return false;
  const plainly = letters.length === 2 && letters === letters.toUpperCase();
  return plainly || ((letters.length === 2 || letters === letters.toUpperCase()) && whereabouts.test(before));
}
