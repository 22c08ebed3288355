import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importFolder } from '#lib/imports/imports.server.ts';
import type { ImportResult } from '#lib/imports/outcome.server.ts';
import { asCsv, asText, changesNothing, countLines, leftOut, reportLines } from '#lib/imports/reporting.ts';
import { Refusal } from '#lib/errors.ts';
import type { App } from '#lib/server/app.ts';

export const usage = 'heard import DIR [--apply] [--mapping FILE] [--system NAME] [--photos DIR]';

/** Lines said on the screen; the report file has all of them. */
const MOST_SAID = 200;

/**
 * Takes a folder of a council's files. Without `--apply` nothing is changed. Returns 0 when all went in, 1 when a row
 * or file was left out, 2 when nothing could be done.
 */
export async function run(args: readonly string[], app: App, out: (line: string) => void): Promise<number> {
  const given = await understand(args);
  if (typeof given === 'string') {
    out(given);
    return 2;
  }
  try {
    const contexts = () => app.context({ kind: 'command', id: 'import', assurance: 'host' });
    const result = await importFolder(contexts, given);
    const report = await keepReport(app, result);
    say(result, report, out);
    return leftOut(result) + result.refusals.length + result.photos.leftOut > 0 ? 1 : 0;
  } catch (error) {
    out(sentenceFor(error));
    return 2;
  }
}

type Given = Parameters<typeof importFolder>[1];

async function understand(args: readonly string[]): Promise<Given | string> {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { apply: { type: 'boolean' }, mapping: text, system: text, photos: text }
    });
    const [dir, ...rest] = positionals;
    if (dir === undefined || rest.length > 0) return `Say which folder: ${usage}`;
    const photos = values.photos ?? join(dir, 'photos');
    const isThere = await stat(photos).then(
      (found) => found.isDirectory(),
      () => false
    );
    if (values.photos && !isThere) return `There is no folder ${values.photos}.`;
    return {
      dir: resolve(dir),
      apply: values.apply === true,
      mappingFile: values.mapping ?? null,
      photosDir: isThere ? resolve(photos) : null,
      system: (values.system ?? 'case-system').trim().toLowerCase()
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : 'That cannot be understood.'}\n${usage}`;
  }
}

async function keepReport(app: App, result: ImportResult): Promise<string> {
  const folder = join(app.settings.dataDir, 'reports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${result.id}.csv`);
  await writeFile(path, asCsv(reportLines(result)), { mode: 0o600 });
  return path;
}

function say(result: ImportResult, report: string, out: (line: string) => void): void {
  const lines = reportLines(result);
  for (const line of lines.slice(0, MOST_SAID)) out(asText(line));
  if (lines.length > MOST_SAID) out(`… and ${lines.length - MOST_SAID} more lines in the report.`);
  for (const { file, columns } of result.ignored) out(`${file}: columns not taken: ${columns.join(', ')}`);
  for (const { file, why } of result.notRead) out(`${file}: not read: ${why}`);
  for (const [file, rows] of result.passed)
    out(`${file}: ${rows} rows about nobody in care here, or in a role that is not taken`);
  for (const line of countLines(result)) out(line);
  const left = leftOut(result);
  if (left > 0) out(`Left out: ${left} ${left === 1 ? 'row' : 'rows'}.`);
  out(`Report: ${report}`);
  out(outcomeOf(result));
}

function outcomeOf(result: ImportResult): string {
  if (changesNothing(result)) return 'There is nothing to change.';
  return result.applied ? 'Applied.' : 'This was a dry run: nothing was changed. Add --apply to do it.';
}

function sentenceFor(error: unknown): string {
  if (error instanceof Refusal && error.problem === 'full')
    return 'The disk is full. What was written is whole; make room and import again: it goes on where it stopped.';
  if (error instanceof Refusal && error.problem === 'busy')
    return 'The database is busy. Import again: it goes on where it stopped.';
  return error instanceof Error ? `Nothing could be imported: ${error.message}` : 'Nothing could be imported.';
}
