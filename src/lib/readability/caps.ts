/** How hard words may be for somebody: the limits of the four gates. */
export type Caps = Readonly<{
  /** Flesch-Kincaid grade of all of it together; about the reading age less five. */
  grade: number;
  lix: number;
  /** Words of the longest sentence. */
  longest: number;
  /** Words that are on no list of easy words, per cent; null: not limited. */
  hard: number | null;
}>;

/**
 * Who reads, and how hard it may be. A smoke alarm: who stays below it has not shown that a child of some age can read it.
 * For children the share of hard words leaves room for names of things that a page explains where it uses them.
 */
export const caps = {
  '4-7': { grade: 1, lix: 12, longest: 9, hard: 0 },
  '8-11': { grade: 3, lix: 20, longest: 14, hard: 2 },
  '12-17': { grade: 5, lix: 28, longest: 18, hard: 4 },
  family: { grade: 7, lix: 36, longest: 22, hard: 8 },
  professionals: { grade: 9, lix: 42, longest: 25, hard: null }
} as const satisfies Readonly<Record<string, Caps>>;
export type Readers = keyof typeof caps;
