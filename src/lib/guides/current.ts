import type { Whose } from './guide-shown.ts';
import type { Paragraph, Place } from './guides.ts';

/** One change, as it is kept; `words` null: back to the built-in ones, empty: left out. */
export type Change = Readonly<{ guide: string; paragraph: string; language: string; words: string | null; changed_at: string }>;

/** What a council changed last, paragraph by paragraph and language by language. */
export type Changes = ReadonlyMap<string, Change>;

const keyOf = (guide: string, paragraph: string, language: string) => `${guide}.${paragraph}.${language}`;

/** The newest change of each paragraph; `rows` come newest first. */
export function newest(rows: readonly Change[]): Changes {
  const found = new Map<string, Change>();
  for (const row of rows) {
    const key = keyOf(row.guide, row.paragraph, row.language);
    if (!found.has(key)) found.set(key, row);
  }
  return found;
}

/** What holds for a paragraph in one language. */
export type Holding = Readonly<{
  whose: Whose;
  /** The council's words; null: the built-in ones. */
  words: string | null;
  changedAt: string | null;
  /** The council's English is newer than what stands in this language: it may say something else. */
  behind: boolean;
}>;

const builtIn = { whose: 'built-in', words: null, changedAt: null, behind: false } as const;

/**
 * What holds for a paragraph. What the council left out in English is left out here too, until somebody decides about this
 * language: words of its own, or the built-in ones put back. Any later change of the English (other words, left out, back to
 * the built-in ones) leaves what was decided here `behind`, until somebody saves it again. What may not be left out never is,
 * whatever stands in the table.
 */
export function holding(changes: Changes, place: Omit<Place, 'audience'>, paragraph: Paragraph): Holding {
  const own = inOne(changes, place, paragraph);
  if (place.language === 'en') return own;
  const english = inOne(changes, { ...place, language: 'en' }, paragraph);
  const at = (language: string) => changes.get(keyOf(place.guide, paragraph.code, language))?.changed_at ?? '';
  if (at('en') <= at(place.language)) return own;
  if (own.whose !== 'built-in') return { ...own, behind: true };
  return english.whose === 'left-out' ? english : { ...own, behind: english.whose === 'own' };
}

function inOne(changes: Changes, { guide, language }: Omit<Place, 'audience'>, { code, stays }: Paragraph): Holding {
  const row = changes.get(keyOf(guide, code, language));
  if (!row || row.words === null || (row.words === '' && stays)) return builtIn;
  return { whose: row.words === '' ? 'left-out' : 'own', words: row.words, changedAt: row.changed_at, behind: false };
}
