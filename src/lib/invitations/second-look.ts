import { emailsIn } from './emails.ts';
import { phonesIn } from './phones.ts';
import { placesIn } from './places.ts';
import { postcodesIn } from './postcodes.ts';
import { roadsIn } from './roads.ts';
import { wordsOf } from './text-words.ts';
import { watchedIn, type At } from './watched-words.ts';

/**
 * What a text may say that tells where a child lives. `place`: a school, a home or another house by its name; `carer`: whoever
 * looks after them, by name.
 */
export const findingKinds = ['watch-word', 'carer', 'postcode', 'phone', 'email', 'street', 'place'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One thing to look at again: where it stands (of the text's characters) and how it is written there. */
export type Finding = Readonly<{ kind: FindingKind; at: At; found: string }>;

export type Looking = Readonly<{
  /** Whether somebody asked for this to be watched: one to four words in the form of `watchedForm`. */
  watch?: (form: string) => boolean;
  /** Whether a form is part of the name of somebody who looks after the child. */
  carer?: (form: string) => boolean;
  /** Numbers and addresses a parent may have: the IRO's, the council's own. */
  allowed?: readonly string[];
}>;

/**
 * What to look at again before this text goes to a parent who must not learn where the child lives (security.md F9), in
 * the order it stands there. It asks, and decides nothing: a street it does not know stays unseen, and a teacher called
 * Amy Lane is asked about. It knows no pictures, no riddles, and no places that are only described.
 */
export function secondLook(text: string, { watch = never, carer = never, allowed = [] }: Looking = {}): Finding[] {
  const words = wordsOf(text);
  const spots: readonly (readonly [FindingKind, readonly At[]])[] = [
    ['watch-word', watchedIn(text, watch)],
    ['carer', watchedIn(text, carer)],
    ['email', emailsIn(text, allowed)],
    ['postcode', postcodesIn(text)],
    ['phone', phonesIn(text, allowed)],
    ['street', roadsIn(words)],
    ['place', placesIn(words)]
  ];
  const all = spots.flatMap(([kind, spans]) => spans.map((at): Finding => ({ kind, at, found: text.slice(...at) })));
  const longestFirst = [...all].sort((one, other) => lengthOf(other) - lengthOf(one));
  const kept: Finding[] = [];
  // What lies inside something longer is the same thing, seen twice.
  for (const one of longestFirst) if (!kept.some((other) => overlap(one, other))) kept.push(one);
  return kept.sort((one, other) => one.at[0] - other.at[0]);
}

const never = (): boolean => false;
const lengthOf = ({ at: [start, end] }: Finding): number => end - start;
const overlap = (one: Finding, other: Finding): boolean => one.at[0] < other.at[1] && other.at[0] < one.at[1];
