import { within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { apply, type Applying } from './appliers.server.ts';
import { changedFields, keyIndex, merged, parsed, written } from './fingerprint.ts';
import type { ProblemCode } from './problems.ts';
import { entities, type Entity } from './record.ts';
import { pause, type Opened, type Run } from './run.ts';
import * as sources from './sources.store.server.ts';
import { BREATH, openRows, safeOf } from './staging.server.ts';
import * as store from './store.server.ts';

/** The longest a slice may hold the database, in milliseconds; slices grow and shrink to stay well under it. */
const LONGEST = 50;
const AIM = 30;

/** Key -> id here, of those that rows name. */
type Ids = Record<'child' | 'staff', Map<string, string>>;

/** Writes what is new or changed through the rooms' verbs, a slice at a time. Safe to stop and start again. */
export async function applyAll(run: Run): Promise<void> {
  const ids: Ids = { child: new Map(), staff: new Map() };
  const ctx = run.contexts();
  for (const entity of ['staff', 'child'] as const)
    for (const row of await sources.keysOf(ctx, run.system, entity)) ids[entity].set(row.key_index, row.record_id);
  for (const entity of entities) {
    const later = await applyEntity(run, entity, ids, (row) => row.found?.refs.mergedInto === undefined);
    // Records that were merged come after those they were merged into.
    if (later) await applyEntity(run, entity, ids, () => true);
  }
}

/** Returns whether some rows were passed over, for a second round. */
async function applyEntity(run: Run, entity: Entity, ids: Ids, now: (row: Opened) => boolean): Promise<boolean> {
  let size = 8;
  let later = false;
  for (let after = -1; ;) {
    const ctx = run.contexts();
    const staged = await store.page(ctx, run.id, entity, ['new', 'changed'], after, size);
    const last = staged.at(-1);
    if (!last) return later;
    after = last.slice;
    const rows = await openRows(ctx, staged);
    later ||= rows.some((row) => !now(row));
    const started = performance.now();
    await applySlice(run, rows.filter(now), ids);
    size = nextSize(size, performance.now() - started);
    await pause(BREATH);
  }
}

const nextSize = (size: number, took: number): number => {
  if (took > LONGEST * 0.8) return Math.max(1, Math.floor(size / 2));
  return took < AIM ? Math.min(200, size + Math.max(1, Math.floor(size / 4))) : size;
};

/** One slice, one transaction. If a row cannot be saved the slice is undone, and its rows are tried one by one. */
async function applySlice(run: Run, rows: readonly Opened[], ids: Ids): Promise<void> {
  const [row] = rows;
  if (!row) return;
  try {
    await patiently(() => applyRows(run, rows, ids));
    run.failures = 0;
  } catch (error) {
    const code = reasonOf(error);
    // What is wrong with no row in particular (a full disk, a database that went away) stops the import, whole as it is.
    if (code === null || run.failures >= MOST_FAILURES) throw error;
    if (rows.length > 1) {
      for (const one of rows) await applySlice(run, [one], ids);
      return;
    }
    run.failures += code === 'not-applied' ? 1 : 0;
    run.findings.push({ file: row.file, line: row.line, column: null, code });
    await within(run.contexts(), (ctx) => store.setOutcome(ctx, [row.id], 'problem'));
  }
}

/** So many rows in a row that cannot be saved for no known reason: then it is not the rows. */
const MOST_FAILURES = 3;

/** Tries again, for up to half a minute, while the database is busy with something else. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let wait = 50; ; wait *= 2) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'busy' || wait > 15_000) throw error;
      await pause(wait);
    }
  }
}

/** What is wrong with the row; null when the fault is not the row's. */
function reasonOf(error: unknown): ProblemCode | null {
  if (!(error instanceof Refusal)) return 'not-applied';
  if (error.problem === 'damaged') return 'damaged';
  if (error.problem !== 'invalid' && error.problem !== 'not-found') return null;
  if (error.fields.coverId === 'circle') return 'cover-circle';
  if (error.fields.coverId === 'self') return 'self-cover';
  return error.fields.toAt === 'order' || error.fields.toOn ? 'order' : 'not-applied';
}

async function applyRows(run: Run, rows: readonly Opened[], ids: Ids): Promise<void> {
  const made = await within(run.contexts(), async (ctx) => {
    const [first] = rows;
    const entity = first?.entity ?? 'staff';
    const keys = rows.map((row) => row.keyIndex);
    const known = await sources.withKeys(ctx, run.system, entity, keys);
    const done: [Opened, string][] = [];
    for (const row of rows) done.push([row, await applyRow(ctx, run, row, known.get(row.keyIndex), ids)]);
    return done;
  });
  // Only now: an undone slice must leave no ids behind.
  for (const [row, id] of made) if (row.entity === 'child' || row.entity === 'staff') ids[row.entity].set(row.keyIndex, id);
}

async function applyRow(ctx: Context, run: Run, row: Opened, source: sources.SourceRow | undefined, ids: Ids): Promise<string> {
  if (!row.found) throw new Error('a refused row cannot be applied');
  const idOf: Applying['idOf'] = (names, key) => {
    const id = key === undefined ? undefined : ids[names].get(keyIndex(ctx.vault, run.system, names, key));
    if (id === undefined) throw new Refusal('invalid', { fields: { [names]: 'unknown' } });
    return id;
  };
  const changed = source ? changedFields(parsed(source.row_index), parsed(row.rowIndex)) : null;
  const recordId = await apply(row.found, { ctx, id: source?.record_id ?? null, changed, idOf });
  const sourceId = source?.id ?? ctx.ids();
  const safe = await safeOf(ctx);
  await sources.put(ctx, {
    id: sourceId,
    source_system: run.system,
    entity: row.entity,
    key_index: row.keyIndex,
    key_sealed: safe.seal('source_records', 'key_sealed', sourceId, 0, row.found.key),
    record_id: recordId,
    row_index: written(merged(parsed(source?.row_index ?? ''), parsed(row.rowIndex))),
    seen_import: run.id,
    missing_since: null
  });
  return recordId;
}
