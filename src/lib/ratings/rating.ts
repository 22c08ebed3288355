import type { Band } from '#lib/journeys/form.ts';
import { adultItems, childItems, goodChoices } from './items.ts';

/** Children and adults are counted apart, and never together. */
export type Audience = 'child' | 'adult';

/**
 * What one person said of one reviewer. Who said it is not in it: nothing here, and nothing kept beside it, leads back to
 * them but what they know themselves and the small number of those who could have been it.
 */
export type Rating = Readonly<{
  audience: Audience;
  /** The reviewer it is about: the id of a member of staff. */
  about: string;
  /** In whose words it was asked; null for adults. */
  band: Band | null;
  /** Item code to the code of what was chosen. What was skipped is not in it. */
  answers: Readonly<Record<string, string>>;
}>;

/** Younger and older are told apart, and nothing finer: three bands would leave one of them alone too easily. */
export type Half = 'younger' | 'older';
export const halfOf = (band: Band | null): Half | null => (band === null ? null : band === '12-17' ? 'older' : 'younger');

/** The items of an audience, in the order shown. */
export const itemsOf = (audience: Audience): readonly string[] => (audience === 'child' ? childItems : adultItems);

/** Whether what was chosen says that it went well; null: "not sure", or no choice of ours. */
export const wentWell = (choice: string): boolean | null => goodChoices[choice] ?? null;

/** The longest text of the one open box, in characters. */
export const LONGEST_BOX = 1500;

/** What somebody wrote in the one open box, kept apart from what they chose: nothing joins the two. */
export type BoxText = Readonly<{
  audience: Audience;
  about: string;
  text: string;
  /** Something is wrong: they ticked it, or words in it say so. It only moves it up the list. */
  worry: boolean;
}>;

/** How a text stands: mixed with others first, then a manager's to read, then released without names, or kept back. */
export type BoxState = 'waiting' | 'ready' | 'released' | 'kept';
