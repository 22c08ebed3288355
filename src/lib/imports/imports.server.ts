import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { allow } from '#lib/relations.server.ts';
import { applyAll } from './applying.server.ts';
import { compare, missingFrom } from './comparing.server.ts';
import { seatDesk } from './desk.server.ts';
import { openFolder, type Folder } from './folder.ts';
import { gather, type Gathered } from './gathering.ts';
import { takePhotos, type PhotoCounts } from './photos.server.ts';
import type { FileRefusal, Finding } from './problems.ts';
import { entities, type Entity, type Outcome } from './record.ts';
import { pause, type Change, type Counts, type Missing, type Run } from './run.ts';
import { BREATH, purge, safeOf, stage } from './staging.server.ts';
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

export type ImportResult = Readonly<{
  id: string;
  applied: boolean;
  rows: number;
  counts: Counts;
  findings: readonly Finding[];
  changes: readonly Change[];
  missing: readonly Missing[];
  refusals: readonly FileRefusal[];
  notRead: readonly { file: string; why: string }[];
  ignored: readonly { file: string; columns: readonly string[] }[];
  /** File -> rows that are about nobody in care. */
  passed: ReadonlyMap<string, number>;
  photos: PhotoCounts;
}>;

/**
 * Staged rows are personal data. What was being applied and stopped may go on for seven days; what was only being read
 * begins again anyway, so after an hour nobody is still at it.
 */
const KEPT = { applying: 7 * 24 * 3_600_000, staging: 3_600_000 } as const;

/**
 * Reads a folder of a council's files, compares it with what is here and, with `apply`, writes what is new or changed
 * through the rooms' verbs. `contexts` gives a fresh context: one a slice, so that other processes get their turn.
 * An import of the same files that was stopped half-way goes on where it stopped.
 * Throws an Error in plain words when the folder or mapping cannot be read, and `Refusal('full')` on a full disk.
 */
export async function importFolder(contexts: () => Context, given: ImportGiven): Promise<ImportResult> {
  await purgeOld(contexts);
  const today = dayOf(contexts().now);
  const folder = await openFolder(given.dir, given.mappingFile, today);
  const gathered: Gathered = { findings: [], passed: new Map() };
  const { run, resumed } = await begin(contexts, given, folder);
  let rows = 0;
  try {
    if (!resumed) {
      rows = await stage(run, gather(folder, today, gathered));
      await compare(run);
    }
    const missing = await findMissing(run, folder);
    if (given.apply) await applyEverything(run, missing, rows);
    const photos = await takePhotos(run, given.photosDir, given.apply);
    const counts = await countsOf(run, missing);
    return resultOf(run, folder, gathered, { given, rows, counts, missing, photos });
  } finally {
    await finish(run, given.apply);
  }
}

async function begin(contexts: () => Context, given: ImportGiven, folder: Folder): Promise<{ run: Run; resumed: boolean }> {
  return within(contexts(), async (ctx) => {
    await allow(ctx, given.apply ? 'import.apply' : 'import.stage');
    const stopped = given.apply ? await store.stopped(ctx, given.system, folder.digest) : undefined;
    const id = stopped?.id ?? ctx.ids();
    const files = folder.surveys.length;
    const row = {
      digest: folder.digest,
      source_system: given.system,
      state: 'staging',
      started_at: ctx.now.toISOString(),
      applied_at: null
    };
    if (!stopped) await store.addImport(ctx, { id, ...row, files, rows: 0 });
    await record(ctx, {
      verb: given.apply ? 'import.apply' : 'import.stage',
      subject: 'import',
      subjectId: id,
      reason: stopped ? 'resumed' : 'begun'
    });
    const headers = new Map(folder.surveys.map((survey) => [survey.file, survey.placed]));
    const headerIn = (file: string, column: string) => headers.get(file)?.[column]?.header ?? column;
    return {
      run: { id, system: given.system, contexts, findings: [], changes: [], back: [], failures: 0, headerIn },
      resumed: stopped !== undefined
    };
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

type MissingRows = Awaited<ReturnType<typeof missingFrom>>;

const findMissing = (run: Run, folder: Folder): Promise<MissingRows> =>
  missingFrom(run, new Set(folder.surveys.flatMap(({ sheet, rows }) => (rows > 0 ? (sheetEntities[sheet] ?? []) : []))));

async function applyEverything(run: Run, missing: MissingRows, rows: number): Promise<void> {
  await within(run.contexts(), (ctx) => store.setImport(ctx, run.id, { state: 'applying', ...(rows > 0 && { rows }) }));
  await applyAll(run);
  await seatDesk(run);
  const gone = missing.flatMap(({ rows: some }) => some.filter((row) => row.missing_since === null).map((row) => row.id));
  for (let start = 0; start < Math.max(gone.length, run.back.length); start += 200) {
    await within(run.contexts(), async (ctx) => {
      await store.setMissing(ctx, gone.slice(start, start + 200), ctx.now.toISOString());
      await store.setMissing(ctx, run.back.slice(start, start + 200), null);
    });
    await pause(BREATH);
  }
  await within(run.contexts(), async (ctx) => {
    await store.setImport(ctx, run.id, { state: 'applied', applied_at: ctx.now.toISOString() });
    await record(ctx, { verb: 'import.apply', subject: 'import', subjectId: run.id, reason: 'finished' });
  });
}

async function countsOf(run: Run, missing: MissingRows): Promise<Counts> {
  const counts: Counts = { staff: {}, child: {}, contact: {}, allocation: {}, cover: {}, absence: {}, review: {} };
  for (const { entity, outcome, rows } of await store.outcomes(run.contexts(), run.id)) {
    const known = entities.find((one) => one === entity);
    if (known && isOutcome(outcome)) counts[known][outcome] = Number(rows);
  }
  for (const { entity, rows } of missing) if (rows.length > 0) counts[entity].missing = rows.length;
  return counts;
}

const isOutcome = (text: string): text is Outcome =>
  ['staged', 'new', 'changed', 'unchanged', 'problem', 'repeated', 'not-taken'].includes(text);

type Rest = { given: ImportGiven; rows: number; counts: Counts; missing: MissingRows; photos: PhotoCounts };

async function resultOf(
  run: Run,
  folder: Folder,
  gathered: Gathered,
  { given, rows, counts, missing, photos }: Rest
): Promise<ImportResult> {
  const ctx = run.contexts();
  const safe = await safeOf(ctx);
  const named = missing.flatMap(({ entity, rows: some }) =>
    some.map((row): Missing => {
      const key = safe.open('source_records', 'key_sealed', row.id, 0, row.key_sealed);
      return { entity, key: key === DAMAGED ? '…' : key, since: row.missing_since };
    })
  );
  return {
    id: run.id,
    applied: given.apply,
    rows,
    counts,
    findings: [...gathered.findings, ...run.findings],
    changes: run.changes,
    missing: named,
    refusals: folder.refusals,
    notRead: folder.notRead,
    passed: gathered.passed,
    photos,
    ignored: folder.surveys.flatMap(({ file, ignored }) => (ignored.length > 0 ? [{ file, columns: ignored }] : []))
  };
}

/**
 * Clears away what was staged. A run that was applying and failed keeps its rows, so that it can go on; they go after
 * seven days at the latest.
 */
async function finish(run: Run, apply: boolean): Promise<void> {
  const ctx = run.contexts();
  const state = await store.stateOf(ctx, run.id);
  if (apply && state === 'applying') return;
  await purge(run.contexts, run.id);
  if (state === 'staging') await within(run.contexts(), (inside) => store.setImport(inside, run.id, { state: 'tried' }));
}

/** Deletes what imports that nobody went on with left staged. Every import does so first; a job may, too. */
export async function purgeOld(contexts: () => Context): Promise<void> {
  for (const state of ['staging', 'applying'] as const) {
    const ctx = contexts();
    for (const { id } of await store.holding(ctx, state, new Date(ctx.now.getTime() - KEPT[state]).toISOString())) {
      await purge(contexts, id);
      await within(contexts(), (inside) => store.setImport(inside, id, { state: 'cancelled' }));
    }
  }
}
