import { within, type Context } from '#lib/context.ts';
import { fingerprintOf, keyIndex, written } from './fingerprint.ts';
import { entities, type Entity, type Found, type Outcome, type Refused } from './record.ts';
import { pause, type Opened, type Run } from './run.ts';
import * as store from './store.server.ts';

/** Rows to a transaction: a few milliseconds' work. */
const BATCH = 100;
/** How long another process gets the database between two slices, in milliseconds. */
export const BREATH = 12;

export const safeOf = (ctx: Context) => ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');

/** Puts records down, encrypted, as they come. Returns how many. */
export async function stage(run: Run, records: AsyncIterable<Found | Refused>): Promise<number> {
  let count = 0;
  let batch: (Found | Refused)[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const rows = batch;
    const first = count - rows.length;
    batch = [];
    await within(run.contexts(), async (ctx) => store.stageMany(ctx, await stagedRows(ctx, run, rows, first)));
    await pause(BREATH);
  };
  for await (const record of records) {
    batch.push(record);
    count += 1;
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return count;
}

async function stagedRows(
  ctx: Context,
  run: Run,
  records: readonly (Found | Refused)[],
  first: number
): Promise<store.StagedRow[]> {
  const safe = await safeOf(ctx);
  return records.map((record, index) => {
    const id = ctx.ids();
    const found = 'refused' in record ? null : record;
    const outcome: Outcome = found ? 'staged' : 'problem';
    return {
      id,
      import_id: run.id,
      entity: record.entity,
      file: record.file,
      line: record.line,
      key_index: keyIndex(ctx.vault, run.system, record.entity, record.key),
      row_index: found ? written(fingerprintOf(ctx.vault, run.system, found)) : '',
      outcome,
      row_sealed: safe.seal('staged_rows', 'row_sealed', id, 0, JSON.stringify(found)),
      slice: first + index
    };
  });
}

/** Opens staged rows. Only what this room sealed itself can come out, so its shape is known. */
export async function openRows(ctx: Context, rows: readonly store.StagedRow[]): Promise<Opened[]> {
  const safe = await safeOf(ctx);
  return rows.map((row) => {
    const text = safe.open('staged_rows', 'row_sealed', row.id, 0, row.row_sealed);
    const found = typeof text === 'string' ? (JSON.parse(text) as Found | null) : null;
    return {
      id: row.id,
      file: row.file,
      line: row.line,
      slice: row.slice,
      entity: entityOf(row.entity),
      keyIndex: row.key_index,
      rowIndex: row.row_index,
      found
    };
  });
}

function entityOf(text: string): Entity {
  const entity = entities.find((known) => known === text);
  if (!entity) throw new Error(`a staged row is of no known kind: ${text}`);
  return entity;
}

/** Stages a row again after it was changed here. */
export async function stageAgain(ctx: Context, run: Run, row: Opened, found: Found): Promise<void> {
  const safe = await safeOf(ctx);
  const sealed = safe.seal('staged_rows', 'row_sealed', row.id, 0, JSON.stringify(found));
  await store.restage(ctx, row.id, { row_sealed: sealed, row_index: written(fingerprintOf(ctx.vault, run.system, found)) });
}

/** Staged rows of one entity and these outcomes, some at a time, opened. The transaction is over before they are given. */
export async function* opened(run: Run, entity: Entity, outcomes: readonly Outcome[], limit = 500): AsyncGenerator<Opened[]> {
  for (let after = -1; ;) {
    const ctx = run.contexts();
    const rows = await store.page(ctx, run.id, entity, outcomes, after, limit);
    const last = rows.at(-1);
    if (!last) return;
    after = last.slice;
    yield await openRows(ctx, rows);
    await pause(0);
  }
}

/** Deletes what was staged for an import, a slice at a time. */
export async function purge(contexts: () => Context, importId: string): Promise<void> {
  while ((await within(contexts(), (ctx) => store.dropStaged(ctx, importId, 1000))) > 0) await pause(BREATH);
}
