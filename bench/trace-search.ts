import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from 'node:zlib';
import { finds, type Hay } from '#tests/setup/canaries.ts';
import { blocksOf, recordsOf } from './trace-leveldb.ts';

/** What was searched: files and bytes as they lie there, and bytes that were packed and could be unpacked. */
export type Searched = Readonly<{
  files: number;
  bytes: number;
  unpacked: number;
  /** How many streams or tables of each kind were opened. */
  opened: Readonly<Record<string, number>>;
  /** `place: secret (how)`, once each. */
  hits: readonly string[];
}>;

type Opened = Readonly<{ kind: string; bytes: Buffer }>;

/** Searches every file below a folder for every secret: as it lies there, and in whatever in it can be unpacked. */
export function searchFolder(folder: string, secrets: Readonly<Record<string, string>>): Searched {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const opened: Record<string, number> = {};
  const hits = new Set<string>();
  let [bytes, unpacked] = [0, 0];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const place = relative(folder, file);
    const raw = readFileSync(file);
    bytes += raw.length;
    const hay: Hay = new Map([[place, raw]]);
    for (const [at, one] of everythingIn(file, place, raw).entries()) {
      opened[one.kind] = (opened[one.kind] ?? 0) + 1;
      unpacked += one.bytes.length;
      hay.set(`${place} > ${one.kind} ${at}`, one.bytes);
    }
    for (const hit of finds(hay, secrets)) hits.add(hit);
  }
  return { files: entries.length, bytes, unpacked, opened, hits: [...hits] };
}

function everythingIn(file: string, place: string, raw: Buffer): Opened[] {
  const found = [...packed(raw)];
  if (raw.subarray(0, 15).toString('latin1') === 'SQLite format 3') found.push(...tablesOf(file));
  if (/\.ldb$/.test(place)) found.push(...blocksOf(raw).map((bytes) => ({ kind: 'LevelDB block', bytes })));
  if (/\.log$|MANIFEST/.test(place)) found.push({ kind: 'LevelDB log', bytes: recordsOf(raw) });
  if (raw.length > 24 && raw.readUInt32LE(0) === SIMPLE_CACHE) found.push(...cached(raw));
  return found;
}

/** gzip and zlib streams by how they begin, wherever they begin. */
function* packed(raw: Buffer): Generator<Opened> {
  const whole = { finishFlush: constants.Z_SYNC_FLUSH };
  for (let at = raw.indexOf(0x1f); at >= 0; at = raw.indexOf(0x1f, at + 1))
    // What follows a stream in a file is no part of it, so the plain stream behind its ten bytes of head is read.
    if (raw[at + 1] === 0x8b && raw[at + 2] === 8 && raw[at + 3] === 0)
      yield* attempt('gzip', () => inflateRawSync(raw.subarray(at + 10), whole));
  for (let at = raw.indexOf(0x78); at >= 0; at = raw.indexOf(0x78, at + 1))
    if ([0x01, 0x5e, 0x9c, 0xda].includes(raw[at + 1] ?? 0)) yield* attempt('zlib', () => inflateSync(raw.subarray(at), whole));
}

/** Every value of every table: a long one lies in pieces in the file. */
function tablesOf(file: string): Opened[] {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    const values = tables.flatMap(({ name }) =>
      database
        .prepare(`select * from "${String(name)}"`)
        .all()
        .flatMap((row) => Object.values(row))
    );
    database.close();
    const bytes = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))));
    return [{ kind: 'SQLite tables', bytes: Buffer.concat(bytes.flatMap((one) => [one, Buffer.from('\n')])) }];
  } catch {
    // Another layout, or locked by nobody we know: its bytes were searched as they lie.
    return [];
  }
}

const SIMPLE_CACHE = 0xa7725c30;

/** The body of an entry of the network cache: brotli has no beginning to know it by, so it is tried where the body begins. */
function cached(raw: Buffer): Opened[] {
  const body = raw.subarray(24 + raw.readUInt32LE(12));
  return [...attempt('brotli', () => brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH }))];
}

function* attempt(kind: string, unpack: () => Buffer): Generator<Opened> {
  try {
    const bytes = unpack();
    if (bytes.length > 8) yield { kind, bytes };
  } catch {
    // It only looked like one.
  }
}
