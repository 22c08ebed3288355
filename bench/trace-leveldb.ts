/**
 * Just enough of LevelDB's files to search them: the blocks of a table, unpacked, and the records of a log, put together again
 * (https://github.com/google/leveldb/blob/main/doc/table_format.md and log_format.md).
 */

const FOOTER = 48;
const BLOCK = 32_768;

/** Every block of an `.ldb` file that its index names. Empty when it is no such file. */
export function blocksOf(file: Buffer): Buffer[] {
  if (file.length < FOOTER) return [];
  try {
    const footer = { bytes: file.subarray(file.length - FOOTER), at: 0 };
    handleAt(footer);
    const index = blockAt(file, handleAt(footer));
    return [index, ...handlesIn(index).map((handle) => blockAt(file, handle))];
  } catch {
    return [];
  }
}

/** The records of a `.log` file: what stands across a block's end is in one piece again. */
export function recordsOf(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let block = 0; block < file.length; block += BLOCK) {
    let at = block;
    while (at + 7 <= Math.min(block + BLOCK, file.length)) {
      const length = file.readUInt16LE(at + 4);
      if (length === 0 && file[at + 6] === 0) break;
      parts.push(file.subarray(at + 7, at + 7 + length));
      at += 7 + length;
    }
  }
  return Buffer.concat(parts);
}

type Reader = { bytes: Buffer; at: number };
type Handle = Readonly<{ offset: number; size: number }>;

function varint(reader: Reader): number {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw new Error('past the end');
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
    shift += 7;
  }
}

const handleAt = (reader: Reader): Handle => ({ offset: varint(reader), size: varint(reader) });

function blockAt(file: Buffer, { offset, size }: Handle): Buffer {
  const bytes = file.subarray(offset, offset + size);
  return file[offset + size] === 1 ? unsnap(bytes) : bytes;
}

/** The handles that an index block holds as its values. */
function handlesIn(index: Buffer): Handle[] {
  const restarts = index.readUInt32LE(index.length - 4);
  const reader = { bytes: index.subarray(0, index.length - 4 * (restarts + 1)), at: 0 };
  const handles: Handle[] = [];
  while (reader.at < reader.bytes.length) {
    varint(reader);
    const key = varint(reader);
    const value = varint(reader);
    reader.at += key;
    handles.push(handleAt({ bytes: reader.bytes.subarray(reader.at, reader.at + value), at: 0 }));
    reader.at += value;
  }
  return handles;
}

/** Snappy, unpacked (https://github.com/google/snappy/blob/main/format_description.txt). */
export function unsnap(packed: Buffer): Buffer {
  const reader = { bytes: packed, at: 0 };
  const out = Buffer.alloc(varint(reader));
  let end = 0;
  while (reader.at < packed.length) {
    const tag = packed.readUInt8(reader.at++);
    if ((tag & 3) === 0) {
      const length = literalLength(reader, tag >> 2);
      packed.copy(out, end, reader.at, reader.at + length);
      reader.at += length;
      end += length;
      continue;
    }
    const { length, back } = copyOf(reader, tag);
    // A copy may reach into what it writes itself: byte by byte.
    for (let copied = 0; copied < length; copied += 1, end += 1) out[end] = out[end - back] ?? 0;
  }
  return out;
}

function literalLength(reader: Reader, short: number): number {
  if (short < 60) return short + 1;
  const bytes = short - 59;
  const length = reader.bytes.readUIntLE(reader.at, bytes) + 1;
  reader.at += bytes;
  return length;
}

function copyOf(reader: Reader, tag: number): { length: number; back: number } {
  const { bytes } = reader;
  if ((tag & 3) === 1) return { length: ((tag >> 2) & 7) + 4, back: ((tag >> 5) << 8) | bytes.readUInt8(reader.at++) };
  const wide = (tag & 3) === 2 ? 2 : 4;
  const back = bytes.readUIntLE(reader.at, wide);
  reader.at += wide;
  return { length: (tag >> 2) + 1, back };
}
