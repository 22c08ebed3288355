import { createHash, randomBytes, randomInt } from 'node:crypto';
import { keyIdOf, seal, unseal, type Cell, type FieldKey } from '#lib/server/keys/envelope.ts';
import { safeOf } from '#lib/server/keys/safe.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';

/** One field as it lies in the database: where, under which keys, and what it says. */
type Field = Readonly<{ key: FieldKey; others: readonly FieldKey[]; cell: Cell; text: string; sealed: Uint8Array }>;

const pick = <T>(from: readonly T[]): T => from[randomInt(from.length)] ?? from[0] ?? raise();
const raise = (): never => {
  throw new Error('nothing to pick from');
};

const subjects = ['child:anna', 'child:ben', 'staff:sam', 'installation:one'];
const cells: readonly (readonly [string, string])[] = [
  ['answers', 'body_sealed'],
  ['contacts', 'name_sealed'],
  ['contacts', 'email_sealed'],
  ['notes', 'body_sealed'],
  ['drafts', 'body_sealed']
];

/** A small database in the memory: some subjects with two keys each, some hundred fields. */
function fields(many: number): Field[] {
  let id = 0;
  const keys = subjects.map((subject) =>
    [1, 2].map((): FieldKey => ({ id: (id += 1), bytes: randomBytes(32), installation: 'this-one', subject }))
  );
  return Array.from({ length: many }, () => {
    const others = pick(keys);
    const key = pick(others);
    const [table, column] = pick(cells);
    const cell = { table, column, row: randomBytes(8).toString('hex'), rev: randomInt(1, 50) };
    const text = randomBytes(randomInt(0, 700)).toString('base64');
    return { key, others, cell, text, sealed: seal(key, cell, text, (size) => randomBytes(size)) };
  });
}

type Attempt = Readonly<{ key: FieldKey; others: readonly FieldKey[]; cell: Cell; sealed: Uint8Array }>;

/** One way of tampering each. What it gives back must not open; null: it changed nothing, so it is no attempt. */
const ways: Readonly<Record<string, (field: Field, other: Field) => Attempt | null>> = {
  'one bit altered': (field) => ({ ...field, sealed: flipped(field.sealed, randomInt(field.sealed.length * 8)) }),
  'some bytes overwritten': (field) => {
    const sealed = Buffer.from(field.sealed);
    const at = randomInt(sealed.length - 4);
    randomBytes(4).copy(sealed, at);
    return sealed.equals(field.sealed) ? null : { ...field, sealed };
  },
  truncated: (field) => ({ ...field, sealed: field.sealed.subarray(0, randomInt(field.sealed.length)) }),
  'cut at the front': (field) => ({ ...field, sealed: field.sealed.subarray(1 + randomInt(field.sealed.length - 1)) }),
  lengthened: (field) => ({ ...field, sealed: Buffer.concat([field.sealed, randomBytes(randomInt(1, 40))]) }),
  'moved to another row': (field) => ({ ...field, cell: { ...field.cell, row: randomBytes(8).toString('hex') } }),
  'moved to another column': (field, { cell }) =>
    cell.column === field.cell.column ? null : { ...field, cell: { ...field.cell, column: cell.column } },
  'moved to another table': (field, { cell }) =>
    cell.table === field.cell.table ? null : { ...field, cell: { ...field.cell, table: cell.table } },
  'put back under another revision': (field) => ({
    ...field,
    cell: { ...field.cell, rev: field.cell.rev + pick([-1, 1, 2, 10]) }
  }),
  'given to another child': (field, other) =>
    other.key.subject === field.key.subject ? null : { ...field, key: other.key, others: other.others },
  'brought from another installation': (field) => ({
    ...field,
    key: { ...field.key, installation: 'another' },
    others: field.others.map((key) => ({ ...key, installation: 'another' }))
  }),
  'told to be of another key': (field) => {
    const sealed = Buffer.from(field.sealed);
    sealed.writeUInt32BE(pick(field.others.filter(({ id }) => id !== field.key.id)).id, 1);
    return { ...field, sealed };
  },
  'swapped with another field': (field, other) => (other === field ? null : { ...field, sealed: other.sealed }),
  'nonce of another field': (field, other) =>
    other === field
      ? null
      : {
          ...field,
          sealed: Buffer.concat([field.sealed.subarray(0, 5), other.sealed.subarray(5, 17), field.sealed.subarray(17)])
        },
  'tag of another field': (field, other) =>
    other === field ? null : { ...field, sealed: Buffer.concat([field.sealed.subarray(0, -16), other.sealed.subarray(-16)]) },
  'another version': (field) => {
    const sealed = Buffer.from(field.sealed);
    sealed.writeUInt8(pick([0, 2, 3, 255]), 0);
    return { ...field, sealed };
  }
};

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const sealed = Buffer.from(bytes);
  sealed.writeUInt8(sealed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return sealed;
}

/** Opens it as a page would: with every key of that subject, whichever the field names. */
function opens({ key, others, cell, sealed }: Attempt): boolean {
  const all = new Map(others.map((one) => [one.id, one]));
  const safe = safeOf(
    { subject: key.subject, newest: key, all, whole: true },
    (size) => randomBytes(size),
    () => undefined
  );
  return safe.open(cell.table, cell.column, cell.row, cell.rev, sealed) !== DAMAGED;
}

/** Tries `many` manipulations. Returns how many of each way there were, and each that was accepted. */
export function tampered(many: number): { tries: Record<string, number>; accepted: string[]; untouched: number } {
  const all = fields(400);
  const names = Object.keys(ways);
  const tries: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const accepted: string[] = [];
  for (let done = 0; done < many;) {
    const name = names[done % names.length] ?? '';
    const attempt = ways[name]?.(pick(all), pick(all)) ?? null;
    if (!attempt) continue;
    done += 1;
    tries[name] = (tries[name] ?? 0) + 1;
    if (opens(attempt)) accepted.push(name);
  }
  // The search could see nothing if nothing opened at all.
  const untouched = all.filter(
    (field) => unseal(field.key, field.cell, field.sealed).toString() === field.text && opens(field)
  ).length;
  return { tries, accepted, untouched: untouched / all.length };
}

/** Fields whose bytes are known beforehand: the format of every release, for ever. Text -> SHA-256 of the sealed field. */
export const knownAnswers: readonly (readonly [string, string])[] = [
  ['', 'ff0312123f3e4381e2e6454d141365b3c56208ddedf02f7438551955faeff5a0'],
  ['I want to see my brother more.', '7c96422250841bfe87600fd8a2f29fa0ba0f13815058ceef2bed2699ca2f6d66'],
  ['å'.repeat(300), '57ed113835ab9545c89b76b97071345f6a7bec42f82c1db98ee68d90f3fd64a0']
];

/** The sealed field of a known answer, with a key, a nonce and a cell that never change. */
export function knownField(text: string): Uint8Array {
  const key = {
    id: 7,
    bytes: Buffer.alloc(32, 0x42),
    installation: '00000000-0000-7000-8000-000000000001',
    subject: 'child:one'
  };
  const cell = { table: 'answers', column: 'body_sealed', row: 'row-1', rev: 3 };
  const sealed = seal(key, cell, text, (size) => Buffer.alloc(size, 0x24));
  if (unseal(key, cell, sealed).toString() !== text || keyIdOf(sealed) !== 7) throw new Error('a known field does not open');
  return sealed;
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
