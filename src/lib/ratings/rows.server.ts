import * as v from 'valibot';
import type { Context } from '#lib/context.ts';
import { DAMAGED, type Safe } from '#lib/server/keys/vault.ts';
import type { Group } from './grouping.ts';
import { asQuarter, type Quarter } from './quarter.ts';
import type { BoxText, Rating } from './rating.ts';
import type * as store from './store.server.ts';

/** 128 random bits as text. Never UUIDv7 here: that begins with the time. */
export const randomId = ({ random }: Context): string => Buffer.from(random(16)).toString('hex');

/** The installation's own safe: with a child's key a row would say whose it is. */
export const ownSafe = (ctx: Context): Promise<Safe> =>
  ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');

/** The same rows in an order that chance alone decides (Fisher and Yates). */
export function shuffled<Row>({ random }: Pick<Context, 'random'>, rows: readonly Row[]): Row[] {
  // Sorted by numbers that nobody can foresee: 64 bits each, so that two are never the same.
  return rows
    .map((row) => ({ row, by: Buffer.from(random(8)).readBigUInt64BE() }))
    .sort((one, other) => (one.by < other.by ? -1 : 1))
    .map(({ row }) => row);
}

const audience = v.picklist(['child', 'adult']);
const band = v.nullable(v.picklist(['4-7', '8-11', '12-17']));
const ratingShape = v.object({ audience, about: v.string(), band, answers: v.record(v.string(), v.string()) });
const boxShape = v.object({ audience, about: v.string(), text: v.string(), worry: v.boolean() });
const partShape = v.object({
  half: v.nullable(v.picklist(['younger', 'older'])),
  people: v.number(),
  tallies: v.record(v.string(), v.object({ good: v.number(), of: v.number() }))
});
const partsShape = v.tupleWithRest([partShape], partShape);

/** What a sealed body says; null: it does not open, or is none of ours. */
function opened<Shape extends v.GenericSchema>(shape: Shape, text: string | typeof DAMAGED): v.InferOutput<Shape> | null {
  if (text === DAMAGED) return null;
  const read = v.safeParse(shape, JSON.parse(text));
  return read.success ? read.output : null;
}

export const sealRating = (safe: Safe, id: string, rating: Rating): Uint8Array =>
  safe.seal('ratings', 'body_sealed', id, 0, JSON.stringify(rating));

export const openRating = (safe: Safe, row: store.RatingRow): Rating | null =>
  opened(ratingShape, safe.open('ratings', 'body_sealed', row.id, 0, row.body_sealed));

export const sealBox = (safe: Safe, id: string, rev: number, box: BoxText): Uint8Array =>
  safe.seal('rating_words', 'body_sealed', id, rev, JSON.stringify(box));

export const openBox = (safe: Safe, row: store.WordsRow): BoxText | null =>
  opened(boxShape, safe.open('rating_words', 'body_sealed', row.id, row.rev, row.body_sealed));

export const sealGroup = (safe: Safe, id: string, { parts }: Group): Uint8Array =>
  safe.seal('rating_groups', 'body_sealed', id, 0, JSON.stringify(parts));

/** A stored group; null when it does not open: then it is left out of everything, as a whole. */
export function openGroup(safe: Safe, row: store.GroupRow): Group | null {
  const parts = opened(partsShape, safe.open('rating_groups', 'body_sealed', row.id, 0, row.body_sealed));
  const [from, closed]: (Quarter | null)[] = [asQuarter(row.from_quarter), asQuarter(row.closed_quarter)];
  if (!parts || !from || !closed) return null;
  return { audience: row.audience === 'adult' ? 'adult' : 'child', about: row.about, from, closed, parts };
}
