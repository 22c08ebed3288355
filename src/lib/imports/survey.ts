import { cellRules } from './cells.ts';
import { plainName, sheets, type SheetCode } from './columns.ts';
import { readDay } from './days.ts';
import { columnsOf, headerCell, headerOf, ignoredIn, judgeHeader, neededOf, refused, type Header } from './header.ts';
import { encodingOf, headOf, linesOf, type Encoding, type Separator } from './reading.ts';
import { neverOpened, postcode } from './refused.ts';
import { clean, type Placed } from './rows.ts';

/** What is known of a file before its rows are taken. */
export type Survey = Readonly<{
  path: string;
  file: string;
  sheet: SheetCode;
  encoding: Encoding;
  separator: Separator;
  headerLine: number;
  width: number;
  placed: Placed;
  /** From the Standard Safeguarding Dataset: its rows are joined with other tables. */
  dataset: boolean;
  /** Columns that are not taken, by name, and what they are where we know. */
  ignored: readonly string[];
  rows: number;
}>;

/**
 * Reads a file once without taking anything: what it is, how it is written, whether it may be taken at all.
 * Returns null for a file that is none of ours. Throws `WrongStructure` for one that is refused as a whole.
 */
export async function survey(path: string, file: string, today: string): Promise<Survey | null> {
  const stem = stemOf(file);
  if (neverOpened.has(stem)) return null;
  const named = Object.entries(sheets).find(([, sheet]) => sheet.files.some((name) => name === stem))?.[0];
  const encoding = await encodingOf(path, file);
  const header = headerOf(await headOf(path, encoding), named);
  if (!header) {
    if (!named) return null;
    throw refused(
      file,
      null,
      null,
      'no row in it has the column names we know',
      `its first row must name its columns: ${neededOf(named)}`
    );
  }
  judgeHeader(file, header);
  const seen = await seenIn(path, file, encoding, header);
  return {
    path,
    file,
    sheet: header.sheet,
    encoding,
    separator: header.separator,
    headerLine: header.line,
    width: header.cells.length,
    placed: placedIn(header, seen, today),
    dataset: stem.startsWith('ssd_') || header.cells.some((cell) => /^(pers|clae|lega|clar|invo|prof)_/.test(plainName(cell))),
    ignored: ignoredIn(header),
    rows: seen.rows
  };
}

const stemOf = (file: string) => plainName(file.replace(/\.(csv|txt|tsv)$/i, ''));

type Seen = { rows: number; american: Map<string, number>; widths: Map<string, number | null> };

/** Goes through the rows once: American dates, identifiers of one width with zeros in front, postcodes where none belong. */
async function seenIn(path: string, file: string, encoding: Encoding, header: Header): Promise<Seen> {
  const seen: Seen = { rows: 0, american: new Map(), widths: new Map() };
  const postcodes = new Map<string, number>();
  for await (const { line, cells } of linesOf(path, file, encoding, header.separator)) {
    if (line <= header.line) continue;
    seen.rows += 1;
    for (const [name, column] of columnsOf(header.sheet)) {
      const text = clean(cells[header.names.get(name) ?? -1] ?? '');
      if (text === '') continue;
      if (column.kind === 'day' || column.kind === 'past-day') {
        seen.american.set(name, (seen.american.get(name) ?? 0) + leaning(text));
      } else if (column.kind === 'id' && /^0\d+$/.test(text))
        seen.widths.set(name, Math.max(seen.widths.get(name) ?? 0, text.length));
      else if ((column.kind === 'words' || column.kind === 'code') && postcode.test(text))
        postcodes.set(name, (postcodes.get(name) ?? 0) + 1);
    }
  }
  for (const [name, count] of postcodes)
    if (count > 1 && count > seen.rows / 50)
      throw refused(
        file,
        header.line,
        headerCell(header, name),
        'many of its cells look like postcodes, which we never hold',
        'check what this column holds, and leave addresses out'
      );
  return seen;
}

/** 1 for a date that can only be American, -1 for one with slashes that can only be ours, 0 for the rest. */
function leaning(text: string): number {
  const read = readDay(text);
  if ('problem' in read) return read.problem === 'american-date' ? 1 : 0;
  return !read.ambiguous && /^\d{1,2}[/.-]/.test(text) ? -1 : 0;
}

function placedIn(header: Header, seen: Seen, today: string): Placed {
  return Object.fromEntries(
    columnsOf(header.sheet).flatMap(([name, column]) => {
      const index = header.names.get(name);
      if (index === undefined) return [];
      const rules = cellRules({ today, american: (seen.american.get(name) ?? 0) > 0, width: seen.widths.get(name) ?? null });
      return [[name, { index, header: headerCell(header, name), column, rules }]];
    })
  );
}
