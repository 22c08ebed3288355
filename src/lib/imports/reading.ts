import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse, type Info } from 'csv-parse';
import type { FileRefusal } from './problems.ts';

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';
export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** One record of a file: its cells and the line it begins on, counted as an editor counts. */
export type Line = Readonly<{ line: number; cells: readonly string[] }>;

/** A record longer than this is an unclosed quotation mark, not a record. */
const LONGEST_RECORD = 100_000;

/** Thrown while reading a file whose structure is wrong: nothing of it is taken. */
export class WrongStructure extends Error {
  readonly refusal: FileRefusal;
  constructor(refusal: FileRefusal) {
    super(refusal.why);
    this.name = 'WrongStructure';
    this.refusal = refusal;
  }
}

/**
 * How a file's letters are stored: by its byte order mark, by the zeros of UTF-16, else UTF-8 if all of it is, else
 * Windows-1252 (what Excel writes in the United Kingdom). Reads the file once. Throws `WrongStructure` for a workbook.
 */
export async function encodingOf(path: string, file: string): Promise<Encoding> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let first: Buffer | null = null;
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes: Buffer = chunk;
      if (!first) {
        first = bytes;
        const known = byItsStart(bytes, file);
        if (known) return known;
      }
      strict.decode(bytes, { stream: true });
    }
    strict.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}

function byItsStart(bytes: Buffer, file: string): Encoding | null {
  const wrong = (why: string) =>
    new WrongStructure({ file, line: null, column: null, why, todo: 'save it as CSV UTF-8 and send that' });
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') throw wrong('it is an Excel workbook or a zip archive');
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') throw wrong('it is an old Excel workbook');
  const start = bytes.subarray(0, 400);
  const zeros = [...start].flatMap((byte, index) => (byte === 0 ? [index % 2] : []));
  if (zeros.length === 0) return null;
  if (zeros.length > start.length / 3) return zeros.every((odd) => odd === 1) ? 'utf-16le' : 'utf-16be';
  throw wrong('it is not a text file');
}

/** A file's text with every kind of line ending as one, so that lines are counted as an editor counts them. */
async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string> {
  // Not fatal: what cannot be read becomes U+FFFD, which is found cell by cell. A byte order mark is dropped.
  const decoder = new TextDecoder(encoding);
  let held = '';
  for await (const chunk of createReadStream(path)) {
    const text = held + decoder.decode(chunk, { stream: true });
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
  }
  yield (held + decoder.decode()).replace(/\r\n?/g, '\n');
}

/** The first part of a file as text, for looking at its header. */
export async function headOf(path: string, encoding: Encoding): Promise<string> {
  let text = '';
  for await (const part of decoded(path, encoding)) {
    text += part;
    if (text.length > 65_536) break;
  }
  return text.slice(0, 65_536);
}

/**
 * The records of a file, one by one, as a stream. Quoted cells may hold line breaks and separators; empty lines are
 * passed over. Throws `WrongStructure` when a quotation mark is never closed.
 */
export async function* linesOf(path: string, file: string, encoding: Encoding, separator: Separator): AsyncGenerator<Line> {
  const parser = parse({
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    record_delimiter: '\n',
    max_record_size: LONGEST_RECORD
  });
  const text = Readable.from(decoded(path, encoding));
  text.on('error', (error) => parser.destroy(error)).pipe(parser);
  let last = 0;
  try {
    for await (const item of parser) {
      const { record, info }: { record: string[]; info: Info } = item;
      const breaks = record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
      last = info.lines;
      if (record.some((cell) => cell.trim() !== '')) yield { line: info.lines - breaks, cells: record };
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) throw error;
    const why = 'a quotation mark is opened and never closed, so rows run into each other';
    throw new WrongStructure({ file, line: last + 1, column: null, why, todo: 'export it again from the case system' });
  } finally {
    text.destroy();
    parser.destroy();
  }
}
