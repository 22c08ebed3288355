import type { AllocationRole } from './mapping.ts';

/** When one person came into care and, if so, left: from all their episodes. */
export type Care = { enteredOn: string | null; firstStart: string | null; open: boolean; endedOn: string | null };

/**
 * What the tables of the Standard Safeguarding Dataset say about each other, kept while a folder is read: keys and
 * days only. Null where the folder does not have the table.
 */
export type Joins = {
  /** Person -> their time in care. */
  care: Map<string, Care> | null;
  /** A period of care (clae_cla_id) -> person: reviews name the period only. */
  periods: Map<string, string>;
  /** Person -> case id, where a council's case id is another column; those in care or once in care. */
  caseIds: Map<string, string> | null;
  /** Professional -> staff id, likewise. */
  staffIds: Map<string, string> | null;
  /** Professional -> what they are to children in care now. */
  involved: Map<string, Set<AllocationRole>>;
};

export const noJoins = (): Joins => ({ care: null, periods: new Map(), caseIds: null, staffIds: null, involved: new Map() });

type Episode = {
  person_id: string;
  cla_id: string;
  start_date?: string | null;
  ceased_date?: string | null;
  entered_care_date?: string | null;
};

/** Adds one episode. A child is in care while any episode has not ceased by `today`. */
export function addEpisode(joins: Joins, episode: Episode, today: string): void {
  joins.care ??= new Map();
  joins.periods.set(episode.cla_id, episode.person_id);
  const care = joins.care.get(episode.person_id) ?? { enteredOn: null, firstStart: null, open: false, endedOn: null };
  const open = !episode.ceased_date || episode.ceased_date > today;
  const newer = open || !care.open;
  joins.care.set(episode.person_id, {
    // The latest period of care is the one whose clock runs.
    enteredOn: newer ? later(care.enteredOn, episode.entered_care_date ?? null) : care.enteredOn,
    firstStart: earlier(care.firstStart, episode.start_date ?? null),
    open: care.open || open,
    endedOn: later(care.endedOn, episode.ceased_date ?? null)
  });
}

const later = (one: string | null, other: string | null) => (one === null || (other !== null && other > one) ? other : one);
const earlier = (one: string | null, other: string | null) => (one === null || (other !== null && other < one) ? other : one);
