/** What is known of a kind of message before anything is known of whom it goes to. */
export type Telling = Readonly<{
  /** Whose address it goes to; `service`: one that the council has set, of people who never sign in. */
  to: 'worker' | 'asked' | 'service';
  /** `children-and-families`: not between nine in the evening and eight in the morning, unless it cannot wait. */
  hours: 'any' | 'children-and-families';
  /**
   * `in-turn`: waits until everything earlier for the same person has gone or was given up. `at-once`: overtakes what is in turn,
   * and waits only for earlier ones of its own kind: somebody is not safe, or sits before an empty field.
   */
  order: 'in-turn' | 'at-once';
}>;

/** Every kind of message, in the order in which they are sent when several are due. */
export const tellings = {
  urgent: { to: 'worker', hours: 'any', order: 'at-once' },
  'entry-code': { to: 'asked', hours: 'any', order: 'at-once' },
  'staff-link': { to: 'worker', hours: 'any', order: 'at-once' },
  'new-way': { to: 'worker', hours: 'any', order: 'in-turn' },
  'something-new': { to: 'worker', hours: 'any', order: 'in-turn' },
  'ring-us': { to: 'service', hours: 'any', order: 'in-turn' },
  invitation: { to: 'asked', hours: 'children-and-families', order: 'in-turn' },
  letter: { to: 'asked', hours: 'any', order: 'in-turn' }
} as const satisfies Readonly<Record<string, Telling>>;

export type TellingKind = keyof typeof tellings;

export const isTellingKind = (kind: string): kind is TellingKind => Object.hasOwn(tellings, kind);

/** The kinds for which this holds. */
export const kindsWith = (holds: (telling: Telling) => boolean): TellingKind[] =>
  Object.entries(tellings).flatMap(([kind, telling]) => (isTellingKind(kind) && holds(telling) ? [kind] : []));

/** Where a kind stands among those that are due together: the smaller goes first. */
export const rankOf = (kind: TellingKind): number => Object.keys(tellings).indexOf(kind);
