import { dayOf, type Context } from '#lib/context.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import type { Safe } from '#lib/server/keys/vault.ts';
import { ageOn, bandFor, isBand, isChildStatus, isPrivacy, type ChildCard, type ChildFull, type ChildGiven } from './child.ts';
import type * as store from './store.server.ts';

type Row = NonNullable<Awaited<ReturnType<typeof store.oneChild>>>;

/** Case systems often call a group by the family's name, so only a keyed hash of it is kept. */
const groupOf = (ctx: Context, group: string | null): string | null =>
  group === null ? null : ctx.vault.index('sibling-group', group);

/**
 * The row to write: what was given over what was there, sealed anew under the next revision.
 * Throws `damaged` when something that is to stay cannot be opened: it must not be lost for good.
 */
export async function childRow(ctx: Context, id: string, given: ChildGiven, before: Row | undefined) {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id }, 'record');
  const rev = (before?.rev ?? 0) + 1;
  const kept = (column: 'born_sealed' | 'known_as_sealed') => (before ? sealedRow(safe, 'children', before).whole(column) : null);
  const bornOn = given.bornOn === undefined ? kept('born_sealed') : given.bornOn;
  const knownAs = given.knownAs === undefined ? kept('known_as_sealed') : given.knownAs;
  return {
    id,
    first_name_sealed: safe.seal('children', 'first_name_sealed', id, rev, given.firstName),
    last_name_sealed: safe.seal('children', 'last_name_sealed', id, rev, given.lastName),
    known_as_sealed: knownAs ? safe.seal('children', 'known_as_sealed', id, rev, knownAs) : null,
    born_sealed: bornOn ? safe.seal('children', 'born_sealed', id, rev, bornOn) : null,
    band: given.band ?? before?.band ?? bandFor(ageOn(bornOn, dayOf(ctx.now))),
    ...plainColumns(ctx, given, before),
    rev,
    changed_at: ctx.now.toISOString()
  };
}

function plainColumns(ctx: Context, given: ChildGiven, before: Row | undefined) {
  const interpreter = given.interpreter ?? before?.interpreter === 1;
  return {
    language: given.language ?? before?.language ?? 'en',
    interpreter: interpreter ? (1 as const) : (0 as const),
    privacy: given.privacy ?? before?.privacy ?? 'shared',
    status: given.status ?? before?.status ?? 'in-care',
    entered_care_on: given.enteredCareOn === undefined ? (before?.entered_care_on ?? null) : given.enteredCareOn,
    ended_on: given.endedOn === undefined ? (before?.ended_on ?? null) : given.endedOn,
    sibling_group: given.siblingGroup === undefined ? (before?.sibling_group ?? null) : groupOf(ctx, given.siblingGroup),
    merged_into: given.mergedInto === undefined ? (before?.merged_into ?? null) : given.mergedInto
  };
}

/** What to print where a name could not be opened: the same in every language. */
const UNREADABLE = '…';

/** The record as a child or their IRO may see it; a field that does not open is shown as such. */
export function fullOf(ctx: Context, safe: Safe | undefined, row: Row): ChildFull {
  const text = safe && sealedRow(safe, 'children', row);
  const firstName = text?.shown('first_name_sealed') ?? UNREADABLE;
  const bornOn = text?.shown('born_sealed') ?? null;
  return {
    id: row.id,
    called: text?.shown('known_as_sealed') ?? firstName,
    firstName,
    lastName: text?.shown('last_name_sealed') ?? UNREADABLE,
    bornOn,
    age: ageOn(bornOn, dayOf(ctx.now)),
    band: isBand(row.band) ? row.band : '8-11',
    language: row.language,
    interpreter: row.interpreter === 1,
    privacy: isPrivacy(row.privacy) ? row.privacy : 'shared',
    status: isChildStatus(row.status) ? row.status : 'in-care',
    enteredCareOn: row.entered_care_on,
    endedOn: row.ended_on
  };
}

export function cardOf(full: ChildFull): ChildCard {
  const { id, called, lastName, age, band, language, interpreter, status } = full;
  const [lastInitial = ''] = [...lastName];
  return { id, called, lastInitial, age, band, language, interpreter, status };
}
