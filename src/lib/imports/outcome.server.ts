import { DAMAGED } from '#lib/server/keys/vault.ts';
import type { missingFrom } from './comparing.server.ts';
import type { Folder } from './folder.ts';
import type { Gathered } from './gathering.ts';
import type { PhotoCounts } from './photos.server.ts';
import type { FileRefusal, Finding } from './problems.ts';
import { entities, type Outcome } from './record.ts';
import type { Change, Counts, Missing, Run } from './run.ts';
import { safeOf } from './staging.server.ts';
import * as store from './store.server.ts';

/** What an import did, or would do. */
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

export type MissingRows = Awaited<ReturnType<typeof missingFrom>>;

/** How many records of each kind are new, changed and so on. */
export async function countsOf(run: Run, missing: MissingRows): Promise<Counts> {
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

type Rest = { applied: boolean; rows: number; counts: Counts; missing: MissingRows; photos: PhotoCounts };

export async function resultOf(
  run: Run,
  folder: Folder,
  gathered: Gathered,
  { applied, rows, counts, missing, photos }: Rest
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
    applied,
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
