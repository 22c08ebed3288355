import { within } from '#lib/context.ts';
import type { Vault } from '#lib/server/keys/vault.ts';
import { changedFields, parsed } from './fingerprint.ts';
import { entities, type Entity, type Outcome } from './record.ts';
import { lostZeros, wrongReference, type Named } from './references.ts';
import { find, pause, type Opened, type Run } from './run.ts';
import { settleDoubled, settleTwoIros } from './settling.server.ts';
import * as sources from './sources.store.server.ts';
import { BREATH, opened } from './staging.server.ts';
import * as store from './store.server.ts';

/** Decides for every staged row what it means: new, changed (and in what), the same, or not to be taken and why. */
export async function compare(run: Run): Promise<void> {
  await settleDoubled(run);
  await settleTwoIros(run);
  const named: Named = { child: new Map(), staff: new Map() };
  for (const entity of entities) {
    if (entity === 'staff' || entity === 'child') await nameAll(run, entity, named);
    for await (const rows of opened(run, entity, ['staged'])) {
      await judgeRows(run, rows, named);
      await pause(BREATH);
    }
  }
}

async function nameAll(run: Run, entity: 'child' | 'staff', named: Named): Promise<void> {
  const ctx = run.contexts();
  for (const row of await sources.keysOf(ctx, run.system, entity)) named[entity].set(row.key_index, 'known');
  for (const row of await store.stagedKeys(ctx, run.id, entity))
    named[entity].set(row.key_index, row.outcome === 'problem' ? 'refused' : (named[entity].get(row.key_index) ?? 'sent'));
}

/** Judges some rows of one entity against what is known, and writes the outcomes down. */
async function judgeRows(run: Run, rows: readonly Opened[], named: Named): Promise<void> {
  await within(run.contexts(), async (ctx) => {
    const [first] = rows;
    if (!first) return;
    const keys = rows.map((row) => row.keyIndex);
    const known = await sources.withKeys(ctx, run.system, first.entity, keys);
    const byOutcome = new Map<Outcome, string[]>();
    for (const row of rows) {
      const source = known.get(row.keyIndex);
      const outcome = judge(run, row, source, named, ctx.vault);
      if (outcome === 'unchanged' && source?.missing_since) run.back.push(source.id);
      if (!source && (row.entity === 'child' || row.entity === 'staff')) {
        if (outcome === 'problem') named[row.entity].set(row.keyIndex, 'refused');
        if (outcome === 'not-taken') named[row.entity].delete(row.keyIndex);
      }
      byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), row.id]);
    }
    for (const [outcome, ids] of byOutcome) await store.setOutcome(ctx, ids, outcome);
  });
}

function judge(run: Run, row: Opened, source: sources.SourceRow | undefined, named: Named, vault: Vault): Outcome {
  const { found } = row;
  if (!found) return 'problem';
  if (found.ifKnown && !source && found.entity === 'child') return 'not-taken';
  const wrong = wrongReference(run, found, named, vault) ?? (source ? null : lostZeros(run, found, named, vault));
  if (wrong) {
    if (wrong.code === 'unknown-child' && found.ifKnown) return 'not-taken';
    find(run, row, wrong.code, wrong.column);
    return 'problem';
  }
  if (!source) return 'new';
  const fields = changedFields(parsed(source.row_index), parsed(row.rowIndex));
  if (fields.length === 0) return 'unchanged';
  run.changes.push({ file: row.file, line: row.line, entity: row.entity, fields });
  return 'changed';
}

/** What was sent before and is not sent now, of the entities whose files are there: nothing of it ends by itself. */
export async function missingFrom(
  run: Run,
  sent: ReadonlySet<Entity>
): Promise<{ entity: Entity; rows: Awaited<ReturnType<typeof sources.missing>> }[]> {
  const found = [];
  for (const entity of entities)
    if (sent.has(entity)) found.push({ entity, rows: await sources.missing(run.contexts(), run.system, entity, run.id) });
  return found;
}
