import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { childFor } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { importFolder } from '#lib/imports/imports.server.ts';
import type { ImportResult } from '#lib/imports/outcome.server.ts';
import { reportLines } from '#lib/imports/reporting.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { holderOf, workersOf } from '#lib/routing/routing.server.ts';
import { run } from '#commands/import.ts';
import { command, testApp } from './app.ts';
import { freshFolder } from './database.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files into a new folder, and gives its path. */
export async function folderOf(files: Files): Promise<string> {
  const dir = await freshFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return dir;
}

/** The files of a folder in the repository, to be changed and written elsewhere. */
export async function filesIn(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.csv'));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), 'utf8')] as const))
  );
}

/** A Heard on the examples' second day, and ways to put files into it. */
export async function importing() {
  const { app, as, clock } = await testApp();
  clock.set('2026-11-17T09:00:00Z');
  const take = async (
    files: Files | string,
    how: { apply?: boolean; system?: string; photos?: string } = {}
  ): Promise<ImportResult> =>
    importFolder(() => as(command), {
      dir: typeof files === 'string' ? files : await folderOf(files),
      apply: how.apply ?? true,
      mappingFile: null,
      photosDir: how.photos ?? null,
      system: how.system ?? 'lcs'
    });
  const type = async (...args: string[]): Promise<{ code: number; lines: string[] }> => {
    const lines: string[] = [];
    return { code: await run(args, app, (line) => void lines.push(line)), lines };
  };
  return { app, as, clock, take, type, ctx: () => as(command) };
}

/** What was found, as `file:line:column: code`. */
export const found = ({ findings }: ImportResult): string[] =>
  findings.map(({ file, line, column, code }) => `${file}:${line}:${column ?? ''}: ${code}`).sort();

export const kinds = (result: ImportResult): string[] => [...new Set(result.findings.map(({ code }) => code))].sort();

export const said = (result: ImportResult): string =>
  reportLines(result)
    .map((line) => JSON.stringify(line))
    .join('\n');

/** Every child as the work sees them: who they are, who has them now, when their review is. By name. */
export async function worldOf(ctx: Context): Promise<Record<string, unknown>> {
  const rows = await ctx.db.selectFrom('children').select('id').execute();
  const world: Record<string, unknown> = {};
  for (const { id } of rows) {
    const child = await childFor(ctx, id);
    const holder = await holderOf(ctx, id);
    const workers = await workersOf(ctx, id);
    const names = await staffCards(
      ctx,
      [holder.iroId, holder.personId, ...workers.map(({ staffId }) => staffId)].filter((one) => one !== null)
    );
    const name = (staffId: string | null) => (staffId ? (names.get(staffId)?.name ?? null) : null);
    const { on, latestLawful, late, heldLast } = await nextReview(ctx, id);
    world[`${child.firstName} ${child.lastName}`] = {
      bornOn: child.bornOn,
      band: child.band,
      status: child.status,
      enteredCareOn: child.enteredCareOn,
      endedOn: child.endedOn,
      iro: name(holder.iroId),
      reads: name(holder.personId),
      covered: holder.coverId !== null,
      socialWorkers: workers
        .filter(({ role }) => role === 'social_worker')
        .map(({ staffId }) => name(staffId))
        .sort(),
      review: { on, latestLawful, late, heldLast }
    };
  }
  return world;
}

const written = [
  'staff',
  'children',
  'contacts',
  'allocations',
  'covers',
  'reviews',
  'attachments',
  'source_records',
  'staged_rows',
  'staff_roles'
] as const;

/** How many rows each table that an import can write has. One after the other: a connection a test is enough. */
export async function sizes(ctx: Context): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of written) {
    const row = await ctx.db.selectFrom(table).select(ctx.db.fn.countAll<number>().as('n')).executeTakeFirst();
    found[table] = Number(row?.n ?? 0);
  }
  return found;
}
