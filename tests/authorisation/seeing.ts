import { extractText } from './pdf-text.ts';
import type { Given } from './asking.ts';
import type { Check } from './checks.ts';
import { marksIn, numbersIn } from './marks.ts';
import { sealed } from './matrix/sealed.ts';
import { relationToContact, relationToWorker, type Who } from './people.ts';
import type { Marked, Town } from './town.ts';

/** All that stands in an answer: its headers and its words, also those of a PDF. */
export async function textOf(given: Given): Promise<string> {
  const pdf = given.bytes.subarray(0, 5).toString('latin1') === '%PDF-';
  return `${given.headers}\n${pdf ? await extractText(given.bytes) : given.body}`;
}

/** The marks in a text, with what each is the mark of. */
export const marksOf = ({ marks }: Town, text: string): Marked[] =>
  [...marksIn(text), ...numbersIn(text)].flatMap((mark) => marks.get(mark) ?? []);

/** What this person was given and may never be given, in words. */
export function wrongly({ who, alsoSees }: Pick<Check, 'who' | 'alsoSees'>, found: readonly Marked[]): string[] {
  return found.filter((marked) => !alsoSees.includes(marked.column) && !maySee(who, marked)).map((marked) => inWords(marked));
}

function maySee(who: Who, { column, child, worker, contact }: Marked): boolean {
  const rule = sealed[column];
  if (!rule || 'kept' in rule) return false;
  if (worker === undefined)
    return rule.seenBy.some(
      (cell) => cell === who || cell === `${who} ${child === null ? 'any' : relationToContact(who, child, contact ?? null)}`
    );
  const relation = relationToWorker(who, worker);
  return rule.seenBy.some((cell) => cell === `everybody ${relation}` || cell === who || cell === `${who} ${relation}`);
}

export const inWords = ({ column, child, contact, worker }: Marked): string =>
  [column, child && `of ${child}`, contact && `about their ${contact}`, worker && `of ${worker}`].filter(Boolean).join(' ');
