import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { applyAll } from './applying.server.ts';
import { compare, missingFrom } from './comparing.server.ts';
import { seatDesks } from './desk.server.ts';
import { openFolder, type Folder } from './folder.ts';
import { gather, type Gathered } from './gathering.ts';
import { countsOf, resultOf, type ImportResult, type MissingRows } from './outcome.server.ts';
import { takePhotos } from './photos.server.ts';
import type { Entity } from './record.ts';
import { pause, type Run } from './run.ts';
import * as sources from './sources.store.server.ts';
import { BREATH, purge, stage } from './staging.server.ts';
import * as store from './store.server.ts';

export type ImportGiven = Readonly<{
  dir: string;
  /** False: a dry run, which says what would happen and changes nothing. */
  apply: boolean;
  mappingFile: string | null;
  photosDir: string | null;
  /** Which case system the identifiers are of: they are kept together with it. */
  system: string;
}>;

/** Staged rows are personal data: after a day nobody is still at an import that never came to its end. In milliseconds. */
const KEPT = 24 * 3_600_000;

/**
 * Reads a folder of a council's files, compares it with what is here and, with `apply`, writes what is new or changed
 * through the rooms' verbs. `contexts` gives a fresh context: one a slice, so that other processes get their turn.
 * After one that was stopped half-way, the same again goes on: what was applied is the same by now.
 * Throws an Error in plain words when the folder or mapping cannot be read, and `Refusal('full')` on a full disk.
 */
export async function importFolder(contexts: () => Context, given: ImportGiven): Promise<ImportResult> {
  await purgeOld(contexts);
  const today = dayOf(contexts().now);
  const folder = await openFolder(given.dir, given.mappingFile, today);
  const gathered: Gathered = { findings: [], passed: new Map() };
  const run = await begin(contexts, given, folder);
  try {
    const rows = await stage(run, gather(folder, today, gathered));
    await compare(run);
    const missing = await findMissing(run, folder);
    if (given.apply) await applyEverything(run, missing, rows);
    const photos = await takePhotos(run, given.photosDir, given.apply);
    const counts = await countsOf(run, missing);
    return await resultOf(run, folder, gathered, { applied: given.apply, rows, counts, missing, photos });
  } finally {
    await finish(run);
  }
}

async function begin(contexts: () => Context, given: ImportGiven, folder: Folder): Promise<Run> {
  const verb = given.apply ? 'import.apply' : 'import.stage';
  return within(contexts(), async (ctx) => {
    await allow(ctx, verb);
    const id = ctx.ids();
    const started = { state: 'staging', started_at: ctx.now.toISOString(), applied_at: null };
    await store.addImport(ctx, {
      id,
      digest: folder.digest,
      source_system: given.system,
      ...started,
      files: folder.surveys.length,
      rows: 0
    });
    await record(ctx, { verb, subject: 'import', subjectId: id, reason: 'begun' });
    const headers = new Map(folder.surveys.map((survey) => [survey.file, survey.placed]));
    const headerIn = (file: string, column: string) => headers.get(file)?.[column]?.header ?? column;
    return { id, system: given.system, contexts, findings: [], changes: [], back: [], failures: 0, headerIn };
  });
}

const sheetEntities: Readonly<Record<string, readonly Entity[]>> = {
  staff: ['staff'],
  children: ['child'],
  contacts: ['contact'],
  allocations: ['allocation', 'cover'],
  absences: ['absence'],
  reviews: ['review']
};

const findMissing = (run: Run, folder: Folder): Promise<MissingRows> =>
  missingFrom(run, new Set(folder.surveys.flatMap(({ sheet, rows }) => (rows > 0 ? (sheetEntities[sheet] ?? []) : []))));

async function applyEverything(run: Run, missing: MissingRows, rows: number): Promise<void> {
  await within(run.contexts(), (ctx) => store.setImport(ctx, run.id, { state: 'applying', rows }));
  await applyAll(run);
  await seatDesks(run);
  const gone = missing.flatMap(({ rows: some }) => some.filter((row) => row.missing_since === null).map((row) => row.id));
  for (let start = 0; start < Math.max(gone.length, run.back.length); start += 200) {
    await within(run.contexts(), async (ctx) => {
      await sources.setMissing(ctx, gone.slice(start, start + 200), ctx.now.toISOString());
      await sources.setMissing(ctx, run.back.slice(start, start + 200), null);
    });
    await pause(BREATH);
  }
  await within(run.contexts(), async (ctx) => {
    await store.setImport(ctx, run.id, { state: 'applied', applied_at: ctx.now.toISOString() });
    await record(ctx, { verb: 'import.apply', subject: 'import', subjectId: run.id, reason: 'finished' });
  });
}

/** Clears away what was staged, however it ended; what did not end well says so. */
async function finish(run: Run): Promise<void> {
  await purge(run.contexts, run.id);
  const state = await store.stateOf(run.contexts(), run.id);
  const ends: Record<string, string> = { staging: 'tried', applying: 'stopped' };
  const end = state === null ? undefined : ends[state];
  if (end) await within(run.contexts(), (ctx) => store.setImport(ctx, run.id, { state: end }));
}

/** Deletes what imports that were killed left staged. Every import does so first; a job may, too. */
export async function purgeOld(contexts: () => Context): Promise<void> {
  const ctx = contexts();
  for (const { id, state } of await store.holding(ctx, new Date(ctx.now.getTime() - KEPT).toISOString())) {
    await purge(contexts, id);
    if (state !== 'applied') await within(contexts(), (inside) => store.setImport(inside, id, { state: 'cancelled' }));
  }
}
