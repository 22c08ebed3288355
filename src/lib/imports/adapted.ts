import type { Joins } from './joins.ts';
import type { Mapping } from './mapping.ts';
import type { Finding, ProblemCode } from './problems.ts';
import type { Entity, Fields, Found, References } from './record.ts';

/** What a row is turned into with: the council's mapping, the other tables, today. */
export type Around = Readonly<{ mapping: Mapping; joins: Joins; dataset: boolean; today: string }>;

export type Adapted =
  | { found: { [E in Entity]: Pick<Found<E>, 'entity' | 'key' | 'fields' | 'refs' | 'ifKnown'> }[Entity]; notes: ProblemCode[] }
  /** Not for us: a role we do not take, a person who never was in care. Counted, not named. */
  | { passed: true }
  | { problem: Pick<Finding, 'code'> & { column: string | null } };

export const problem = (code: ProblemCode, column: string | null = null): Adapted => ({ problem: { code, column } });

export const found = <E extends Entity>(
  entity: E,
  key: string,
  fields: Fields[E],
  refs: References,
  how: { ifKnown?: boolean; notes?: ProblemCode[] } = {}
): Adapted => {
  const made = { entity, key, fields, refs, ifKnown: how.ifKnown ?? false };
  // The entity and its fields go together by this function's own type; the union cannot see that.
  return { found: made as Extract<Adapted, { found: unknown }>['found'], notes: how.notes ?? [] };
};

/** Leaves out what the file does not have, so that it stays as it is. */
type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };
export function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** Leaves out what is empty, too: for what cannot be emptied (a band, a language). */
export const filled = <T>(value: T | null | undefined): T | undefined => value ?? undefined;
