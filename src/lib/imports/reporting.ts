import type { ImportResult } from './outcome.server.ts';
import { isNote, problems } from './problems.ts';
import { entities, type Entity } from './record.ts';

/** One thing to know about an import, where it is and what to do. Never a value of a cell. */
export type ReportLine = Readonly<{
  kind: 'refused' | 'problem' | 'note' | 'changed' | 'missing';
  file: string;
  line: number | null;
  column: string | null;
  what: string;
  todo: string;
}>;

const nouns: Readonly<Record<Entity, readonly [one: string, many: string]>> = {
  staff: ['member of staff', 'staff'],
  child: ['child', 'children'],
  contact: ['contact', 'contacts'],
  allocation: ['allocation', 'allocations'],
  cover: ['cover', 'covers'],
  absence: ['absence', 'absences'],
  review: ['review', 'reviews']
};

/** Everything found, worst first, then by file and line. */
export function reportLines(result: ImportResult): ReportLine[] {
  const refused = result.refusals.map(({ file, line, column, why, todo }): ReportLine => ({
    kind: 'refused',
    file,
    line,
    column,
    what: `the file is refused: ${why}`,
    todo
  }));
  const found = result.findings.map(({ file, line, column, code }): ReportLine => {
    const [what, todo] = problems[code];
    return { kind: isNote(code) ? 'note' : 'problem', file, line, column, what, todo };
  });
  const changed = result.changes.map(({ file, line, fields }): ReportLine => ({
    kind: 'changed',
    file,
    line,
    column: null,
    what: `changes ${fields.map(plainField).join(', ')}`,
    todo: ''
  }));
  const missing = result.missing.map(({ entity, key, since }): ReportLine => ({
    kind: 'missing',
    file: '',
    line: null,
    column: null,
    what: `${nouns[entity][0]} ${key} was sent before and is not in this file${since ? ` (since ${since.slice(0, 10)})` : ''}: it goes on as it is`,
    todo: 'end it in the case system and send it once more with its end, if it is over'
  }));
  const order = ['refused', 'problem', 'note', 'missing', 'changed'];
  return [...refused, ...found, ...missing, ...changed].sort(
    (one, other) =>
      order.indexOf(one.kind) - order.indexOf(other.kind) ||
      one.file.localeCompare(other.file) ||
      (one.line ?? 0) - (other.line ?? 0)
  );
}

/** `bornOn` -> `born on` */
const plainField = (field: string) => field.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

/** One line for a person to read: `children.csv line 12, date_of_birth: is a date with the month first…; export dates as…` */
export function asText({ kind, file, line, column, what, todo }: ReportLine): string {
  const where = [file, line === null ? '' : ` line ${line}`, column ? `, ${column}` : ''].join('');
  const action = todo === '' ? '' : ` -> ${todo}`;
  return `${kind}: ${where === '' ? '' : `${where}: `}${what}${action}`;
}

/** The report as a CSV file that a spreadsheet opens, with nothing in it that a spreadsheet would run. */
export function asCsv(lines: readonly ReportLine[]): string {
  const rows = lines.map(({ kind, file, line, column, what, todo }) => [
    kind,
    file,
    line === null ? '' : String(line),
    column ?? '',
    what,
    todo
  ]);
  return (
    [['kind', 'file', 'line', 'column', 'what', 'what to do'], ...rows].map((row) => row.map(cell).join(',')).join('\r\n') +
    '\r\n'
  );
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** How many rows were left out: rows with a problem, each counted once. */
export const leftOut = (result: ImportResult): number =>
  new Set(result.findings.filter(({ code }) => !isNote(code)).map(({ file, line }) => `${file}|${line}`)).size;

/** Whether anything is, or would be, written. */
export const changesNothing = ({ counts, photos }: ImportResult): boolean =>
  photos.new === 0 && entities.every((entity) => !counts[entity].new && !counts[entity].changed);

/** The counts, one line for each kind of record that was there. */
export function countLines({ counts, photos }: ImportResult): string[] {
  const lines = entities.flatMap((entity) => {
    const { new: fresh = 0, changed = 0, unchanged = 0, missing = 0, problem = 0, 'not-taken': notTaken = 0 } = counts[entity];
    if (fresh + changed + unchanged + missing + problem + notTaken === 0) return [];
    return [
      line(nouns[entity][1], { new: fresh, changed, unchanged, missing, 'with a problem': problem, 'not in care here': notTaken })
    ];
  });
  const pictures = line('photographs', { new: photos.new, unchanged: photos.unchanged, 'with a problem': photos.leftOut });
  return photos.new + photos.unchanged + photos.leftOut > 0 ? [...lines, pictures] : lines;
}

const line = (name: string, parts: Record<string, number>): string =>
  `  ${name.padEnd(12)} ${Object.entries(parts)
    .filter(([what, n]) => n > 0 || what === 'new' || what === 'changed')
    .map(([what, n]) => `${n} ${what}`)
    .join(', ')}`;
