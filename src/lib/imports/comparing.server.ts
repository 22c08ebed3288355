import { within } from '#lib/context.ts';
import { dayAfter } from './days.ts';
import { changedFields, keyIndex, parsed } from './fingerprint.ts';
import type { ProblemCode } from './problems.ts';
import { entities, type Entity, type Found, type Outcome, type References } from './record.ts';
import { pause, type Opened, type Run } from './run.ts';
import { BREATH, opened, stageAgain } from './staging.server.ts';
import * as store from './store.server.ts';

/** Who can be named by a row: key -> known already, sent now, or sent now with a problem. */
type Named = Record<'child' | 'staff', Map<string, 'known' | 'sent' | 'refused'>>;

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

const find = (run: Run, row: { file: string; line: number }, code: ProblemCode, column: string | null = null) =>
  run.findings.push({ file: row.file, line: row.line, column: column === null ? null : run.headerIn(row.file, column), code });

/** Rows with one key: the same twice is taken once; two that differ are both left out. */
async function settleDoubled(run: Run): Promise<void> {
  for (const { entity, key_index } of await store.doubled(run.contexts(), run.id)) {
    await within(run.contexts(), async (ctx) => {
      const rows = await store.withKey(ctx, run.id, entity, key_index);
      const [first, ...others] = rows;
      const same = rows.every((row) => row.row_index === first?.row_index && row.outcome === 'staged');
      for (const row of same ? others : rows) find(run, row, same ? 'repeated' : 'doubled', keyColumn[entity] ?? null);
      await store.setOutcome(
        ctx,
        (same ? others : rows).map((row) => row.id),
        same ? 'repeated' : 'problem'
      );
    });
    await pause(1);
  }
}

const keyColumn: Readonly<Record<string, string>> = {
  staff: 'staff_id',
  child: 'lcs_id',
  contact: 'contact_ref',
  allocation: 'allocation_ref',
  cover: 'allocation_ref',
  absence: 'staff_id',
  review: 'review_ref'
};

/** A child has one IRO: of two at once, the earlier ends the day before the later starts. */
async function settleTwoIros(run: Run): Promise<void> {
  const byChild = new Map<string, { row: Opened; found: Extract<Found, { entity: 'allocation' }> }[]>();
  for await (const rows of opened(run, 'allocation', ['staged']))
    for (const row of rows)
      if (row.found?.entity === 'allocation' && row.found.fields.role === 'iro')
        byChild.set(row.found.refs.child ?? '', [...(byChild.get(row.found.refs.child ?? '') ?? []), { row, found: row.found }]);
  for (const group of byChild.values()) {
    if (group.length < 2) continue;
    group.sort((one, other) => one.found.fields.fromOn.localeCompare(other.found.fields.fromOn) || one.row.line - other.row.line);
    for (const [index, { row, found }] of group.entries()) {
      const next = group[index + 1];
      const to = found.fields.toOn ?? null;
      if (!next || (to !== null && to < next.found.fields.fromOn)) continue;
      if (next.found.fields.fromOn === found.fields.fromOn) await leaveOut(run, next.row, 'same-start', 'start_date');
      else {
        find(run, row, 'two-iros', 'end_date');
        const cut = { ...found, fields: { ...found.fields, toOn: dayAfter(next.found.fields.fromOn, -1) } };
        await within(run.contexts(), (ctx) => stageAgain(ctx, run, row, cut));
      }
    }
  }
}

async function leaveOut(run: Run, row: Opened, code: ProblemCode, column: string): Promise<void> {
  find(run, row, code, column);
  await within(run.contexts(), (ctx) => store.setOutcome(ctx, [row.id], 'problem'));
}

async function nameAll(run: Run, entity: 'child' | 'staff', named: Named): Promise<void> {
  const ctx = run.contexts();
  for (const row of await store.sourceKeys(ctx, run.system, entity)) named[entity].set(row.key_index, 'known');
  for (const row of await store.stagedKeys(ctx, run.id, entity))
    named[entity].set(row.key_index, row.outcome === 'problem' ? 'refused' : (named[entity].get(row.key_index) ?? 'sent'));
}

/** Judges some rows of one entity against what is known, and writes the outcomes down. */
async function judgeRows(run: Run, rows: readonly Opened[], named: Named): Promise<void> {
  await within(run.contexts(), async (ctx) => {
    const [first] = rows;
    if (!first) return;
    const known = new Map(
      (
        await store.sources(
          ctx,
          run.system,
          first.entity,
          rows.map((row) => row.keyIndex)
        )
      ).map((row) => [row.key_index, row])
    );
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

type Vault = Parameters<typeof keyIndex>[0];

function judge(run: Run, row: Opened, source: store.SourceRow | undefined, named: Named, vault: Vault): Outcome {
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

const references: readonly { ref: keyof References; names: 'child' | 'staff'; column: string }[] = [
  { ref: 'child', names: 'child', column: 'lcs_id' },
  { ref: 'mergedInto', names: 'child', column: 'merged_into' },
  { ref: 'staff', names: 'staff', column: 'staff_id' },
  { ref: 'coveredBy', names: 'staff', column: 'covered_by' }
];

/** The first of a record's references that leads nowhere, and why. */
function wrongReference(run: Run, found: Found, named: Named, vault: Vault): { code: ProblemCode; column: string } | null {
  for (const { ref, names, column } of references) {
    const key = found.refs[ref];
    if (key === undefined) continue;
    if (ref === 'mergedInto' && key === found.key) return { code: 'merge-circle', column };
    const state = named[names].get(keyIndex(vault, run.system, names, key));
    if (state === 'refused') return { code: names === 'child' ? 'refused-child' : 'refused-staff', column };
    if (state) continue;
    const code = padded(run, names, key, named, vault) ? 'lost-zeros' : names === 'child' ? 'unknown-child' : 'unknown-staff';
    return { code, column };
  }
  return null;
}

/** Whether this identifier, with zeros put back in front, is one we have: then it is not a new one. */
const padded = (run: Run, names: 'child' | 'staff', key: string, named: Named, vault: Vault): boolean =>
  /^\d+$/.test(key) &&
  [1, 2, 3, 4, 5, 6].some((zeros) => named[names].has(keyIndex(vault, run.system, names, '0'.repeat(zeros) + key)));

function lostZeros(run: Run, found: Found, named: Named, vault: Vault): { code: ProblemCode; column: string } | null {
  if (found.entity !== 'child' && found.entity !== 'staff') return null;
  return padded(run, found.entity, found.key, named, vault)
    ? { code: 'lost-zeros', column: keyColumn[found.entity] ?? 'key' }
    : null;
}

/** What was sent before and is not sent now, of the entities whose files are there: nothing of it ends by itself. */
export async function missingFrom(
  run: Run,
  sent: ReadonlySet<Entity>
): Promise<{ entity: Entity; rows: Awaited<ReturnType<typeof store.missing>> }[]> {
  const found = [];
  for (const entity of entities)
    if (sent.has(entity)) found.push({ entity, rows: await store.missing(run.contexts(), run.system, entity, run.id) });
  return found;
}
