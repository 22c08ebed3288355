import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { some } from '#lib/server/keys/damage.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is wrong with the data in a copy whose file is whole: it was so in the database already, and the rest is worth keeping. */
export const faults = v.object({
  /** Sealed fields that do not open; `digest` is of all their places, `some` are the first of them (table.column row). */
  fields: v.object({ many: count, digest: v.string(), some: v.array(v.string()) }),
  /** The first audit entry that is not as it was written; null: all fit. */
  entry: v.nullable(count)
});

export type Faults = v.InferOutput<typeof faults>;

/** Named in the manifest, so that its length has an end whatever was lost; the rest are in the digest. */
const NAMED = 100;

/** The faults that were found, as a manifest says them; null: none. `places` are those of damaged fields. */
export function faultsFound(places: readonly string[], entry: number | null): Faults | null {
  if (places.length === 0 && entry === null) return null;
  const all = places.toSorted();
  const digest = createHash('sha256').update(all.join('\n')).digest('hex');
  return { fields: { many: all.length, digest, some: all.slice(0, NAMED) }, entry };
}

/** A sentence each, with the first places. */
export const faultLines = ({ fields, entry }: Faults): string[] => [
  ...(fields.many > 0 ? [`${fields.many} sealed fields do not open: ${some(fields.some)}`] : []),
  ...(entry === null ? [] : [`the audit chain does not fit at entry ${entry}`])
];

/** What was found that the manifest does not name, or names and is otherwise; empty: they are the same. */
export function otherFaults(found: Faults | null, named: Faults | null): string[] {
  const [here, there] = [found ?? NONE, named ?? NONE];
  const same = here.fields.many === there.fields.many && here.fields.digest === there.fields.digest;
  return [
    ...(same || here.fields.many + there.fields.many === 0
      ? []
      : [`${here.fields.many} sealed fields do not open for ${there.fields.many}: ${some(here.fields.some)}`]),
    ...(here.entry === there.entry
      ? []
      : [`the audit chain does not fit at entry ${here.entry ?? 'none'} for ${there.entry ?? 'none'}`])
  ];
}

const NONE: Faults = { fields: { many: 0, digest: '', some: [] }, entry: null };

/** How the note of the last backup says that it has faults, for doctor. */
const FAULTY = 'with faults: ';

/** The note of a backup: figures only. */
export const noteOf = (bytes: number, found: Faults | null): string =>
  found ? `${bytes} bytes, ${FAULTY}${figures(found)}` : `${bytes} bytes`;

const figures = ({ fields, entry }: Faults): string =>
  [
    ...(fields.many > 0 ? [`${fields.many} fields that do not open`] : []),
    ...(entry === null ? [] : [`audit entry ${entry}`])
  ].join(', ');

/** The faults that such a note tells of; null: none. */
export const faultsNoted = (note: string | null): string | null =>
  note?.includes(FAULTY) ? (note.split(FAULTY)[1] ?? null) : null;
