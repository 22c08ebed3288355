import type { Who } from '../people.ts';

/** Somebody, in one relation (`iro own`), or in whatever relation (`manager`). */
export type Cell = string;

/** What whoever may not is given: the way to their own door, or what is not there. */
export type Rest =
  /** A child signs in, as a child. */
  | 'child'
  | 'contributor'
  /** A worker signs in; a link goes to passkeys; whoever works here and may not finds nothing. */
  | 'staff'
  /** Nothing is there, for anybody. */
  | 'nothing';

/** One line: who may, what they are given, and what the rest is given. */
export type Row = Readonly<{
  /** What stands in each parameter of the address: the name of a record of the child asked about, or words of its own. */
  with?: Readonly<Record<string, string | Readonly<Partial<Record<Who, string>>>>>;
  may: readonly Cell[];
  /** What whoever may is given: `200`, or `303 /address` (the beginning of it). Default `200`. */
  gives?: readonly string[];
  rest: Rest;
  /** Where the rest is given something else: cell to answer. */
  else?: Readonly<Record<Cell, string>>;
  /** Columns of which somebody who may must find a mark here: the search is not blind. */
  shows?: readonly string[];
  /** Columns whose marks whoever may is given here and nowhere else. */
  alsoSees?: readonly string[];
}>;

/** One that is posted. In a field, `$name` is the id of a record of the child asked about, or what is meant for them all. */
export type ActionRow = Row &
  Readonly<{
    /** What stands in the address after `?`. */
    query?: string;
    form?: Readonly<Record<string, string>>;
    /** It changes nothing that is kept: it only answers. `either`: pressed again, it changes nothing more. */
    keeps?: true | 'either';
  }>;

export const everybodyMay = ['everybody'] as const;
/** Also on a device that was handed over: what says nothing of anybody, and the worker's own way back in. */
export const everybodyAtAll = ['everybody', 'childHanded'] as const;

/** Whoever has the child now. */
export const holders = ['iro own', 'cover own', 'standIn own'] as const;
/** And whoever two people let in to read. */
export const readers = [...holders, 'breakGlass own'] as const;
export const childs = ['childByCard', 'childByPin', 'childOnOwnPhone'] as const;
/** Also on a worker's device that was handed over for one form. */
export const writers = [...childs, 'childHanded'] as const;
export const contributors = ['parent', 'carer', 'professional'] as const;
export const workers = [
  ...['iro', 'otherIro', 'cover', 'standIn', 'socialWorker', 'teamDesk', 'dutyDesk', 'advocate'],
  ...['manager', 'managerNoStepUp', 'breakGlass', 'admin', 'noRole']
] as const;
/** Everybody who reviews. */
export const reviewers = ['iro', 'otherIro', 'cover', 'standIn', 'teamDesk'] as const;
export const managers = ['manager', 'managerNoStepUp', 'breakGlass'] as const;
