/**
 * Who gets what: one line for each kind of item. An item goes to whoever has the child now (their IRO, or the person
 * who stands in); when no person has the child it falls to the desk named here. Nothing is ever without a reader.
 */
export type DeskCode = 'iro-team';
export type ItemKind = 'views';

export type Rule = Readonly<{
  /** Who has it first. */
  first: 'holder';
  /** Where it falls when there is no such person. */
  desk: DeskCode;
  /** Whether a nudge ("something new is there") goes out when it comes in. */
  nudge: boolean;
}>;

export const rules: Readonly<Record<ItemKind, Rule>> = {
  views: { first: 'holder', desk: 'iro-team', nudge: true }
};

/** How long one person may stand in before somebody has to decide again, in days. Absences read from a file have their own dates. */
export const LONGEST_COVER_DAYS = 28;
