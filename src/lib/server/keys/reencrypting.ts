import { setTimeout as pause } from 'node:timers/promises';
import type { Insertable, Selectable } from 'kysely';
import { takeKeys } from '#lib/server/database/dialects/locks.ts';
import type { Tx } from '#lib/server/database/open.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { Random } from '#lib/server/ids.ts';
import { aadOf, changingKeys, subjectIn } from './data-keys.ts';
import { keyIdOf } from './envelope.ts';
import { dropOldKeys } from './old-keys.ts';
import { keepEvent, type Turning } from './rotating.ts';
import { exchange, sealedRows, type SealedRow } from './sealed-rows.ts';
import { sealedColumns, type SealedColumns } from './sealed-columns.ts';
import { DAMAGED, type Vault } from './vault.ts';

/** `wait`: how long old keys are kept after the last field was sealed anew, in ms, for pages that were read meanwhile. */
export type Reencrypting = Turning & Readonly<{ vault: Vault; random: Random; wait: number }>;

export type Reencrypted = {
  keys: number;
  fields: number;
  /** Fields that stay as they are, because they do not open or their subject's newest key does not (table.column row). */
  damaged: string[];
  removed: number;
  kept: number;
  slices: number;
  /** The longest transaction in ms, and the most of its own work in one (a busy machine, or another process, is the rest). */
  longest: number;
  work: number;
};

/** A transaction is over after this long, in ms; another process then gets the database for `BREATH`. */
const SLICE = 20;
const BREATH = 12;
/** New data keys to a transaction. */
const KEYS_AT_ONCE = 100;

type Work = Selectable<Tables['key_work']>;

/**
 * Gives every subject a new data key and seals every sealed field of every table with it, while the service runs: in
 * slices, each of which is done or not done at all, so that it may be stopped at any instant and goes on where it was.
 * At the end the old keys are destroyed, but for those that a field still names because it could not be opened.
 */
export async function reencrypt(about: Reencrypting): Promise<Reencrypted> {
  const sum: Reencrypted = { keys: 0, fields: 0, damaged: [], removed: 0, kept: 0, slices: 0, longest: 0, work: 0 };
  const work = await begun(about);
  if (work.stage === 'making') await makeKeys(about, work, sum);
  if (work.stage === 'sealing') await sealAll(about, work, sum);
  await pause(about.wait);
  Object.assign(sum, await dropOldKeys(about, work.boundary));
  await about.db.transaction().execute(async (tx) => {
    await keep(tx, work, { stage: 'done', done_at: about.now().toISOString() });
    await keepEvent(tx, about, 'reencrypted', about.ring.active());
  });
  return { ...sum, fields: work.fields };
}

/** The work that was cut short, or a new one: whatever data key there is now is on its way out. */
async function begun(about: Reencrypting): Promise<Work> {
  return about.db.transaction().execute(async (tx) => {
    await takeKeys(tx);
    const before = await tx.selectFrom('key_work').selectAll().where('stage', '!=', 'done').executeTakeFirst();
    if (before) return before;
    const newest = await tx.selectFrom('data_keys').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
    const work = {
      id: about.ids(),
      boundary: Number(newest?.id ?? 0),
      stage: 'making',
      at_table: 0,
      after_id: '',
      fields: 0,
      started_at: about.now().toISOString(),
      done_at: null
    };
    await tx.insertInto('key_work').values(work).execute();
    return work;
  });
}

/** Writes down how far it is, in the transaction that got it there. */
async function keep(tx: Tx, work: Work, set: Partial<Work>): Promise<void> {
  await tx.updateTable('key_work').set(set).where('id', '=', work.id).execute();
}

/** Runs one slice in a transaction and takes over what it got to. Returns whether there is more. */
async function slice(about: Reencrypting, work: Work, sum: Reencrypted, run: (tx: Tx) => Promise<Partial<Work>>): Promise<void> {
  let [since, before] = [0, process.cpuUsage()];
  const got = await about.db.transaction().execute(async (tx) => {
    [since, before] = [performance.now(), process.cpuUsage()];
    const set = await run(tx);
    await keep(tx, work, set);
    return set;
  });
  const { user, system } = process.cpuUsage(before);
  sum.slices += 1;
  sum.longest = Math.max(sum.longest, performance.now() - since);
  sum.work = Math.max(sum.work, (user + system) / 1000);
  Object.assign(work, got);
  await pause(BREATH);
}

async function makeKeys(about: Reencrypting, work: Work, sum: Reencrypted): Promise<void> {
  while (work.stage === 'making')
    await slice(about, work, sum, async (tx) => {
      const wraps = await changingKeys(tx, about.ids());
      const rows = await newestOf(tx, work, Number(work.after_id || 0));
      if (rows.length > 0)
        await tx
          .insertInto('data_keys')
          .values(rows.map((row) => nextKey(about, row, wraps)))
          .execute();
      sum.keys += rows.length;
      const last = rows.at(-1);
      return last ? { after_id: String(last.id) } : { stage: 'sealing', at_table: 0, after_id: '' };
    });
}

/** The newest key of each subject and purpose that is on its way out. */
const newestOf = (tx: Tx, work: Work, after: number) =>
  tx
    .selectFrom('data_keys as key')
    .select(['key.id', 'key.subject', 'key.subject_id', 'key.purpose', 'key.generation'])
    .where('key.id', '>', after)
    .where('key.id', '<=', work.boundary)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('data_keys as newer')
            .select('newer.id')
            .whereRef('newer.subject', '=', 'key.subject')
            .whereRef('newer.subject_id', '=', 'key.subject_id')
            .whereRef('newer.purpose', '=', 'key.purpose')
            .whereRef('newer.generation', '>', 'key.generation')
        )
      )
    )
    .orderBy('key.id')
    .limit(KEYS_AT_ONCE)
    .execute();

type OldKey = Awaited<ReturnType<typeof newestOf>>[number];

function nextKey(about: Reencrypting, row: OldKey, wraps: string | null): Insertable<Tables['data_keys']> {
  const { subject, subject_id, purpose } = row;
  const generation = row.generation + 1;
  const aad = aadOf(about.installation, subjectIn(subject, subject_id), purpose, generation);
  const { ringKey, wrapped } = about.ring.wrap(about.random(32), aad, wraps);
  return { subject, subject_id, purpose, generation, ring_key: ringKey, wrapped, created_at: about.now().toISOString() };
}

async function sealAll(about: Reencrypting, work: Work, sum: Reencrypted): Promise<void> {
  let size = 16;
  while (work.stage === 'sealing') {
    const since = performance.now();
    await slice(about, work, sum, (tx) => sealSome(about, work, tx, size, sum));
    const took = performance.now() - since - BREATH;
    size = took < SLICE / 2 ? Math.min(size * 2, 400) : Math.max(1, Math.floor(size / 2));
  }
}

async function sealSome(about: Reencrypting, work: Work, tx: Tx, size: number, sum: Reencrypted): Promise<Partial<Work>> {
  const entry = sealedColumns[work.at_table];
  if (!entry) return { stage: 'checking' };
  const until = performance.now() + SLICE;
  const rows = entry.fixed ? [] : await sealedRows(tx, entry, about.installation, work.after_id, size);
  let [fields, after] = [work.fields, work.after_id];
  for (const row of rows) {
    fields += await sealRow(about, work, tx, entry, row, sum);
    after = row.id;
    if (performance.now() > until) break;
  }
  if (rows.length === 0) return { at_table: work.at_table + 1, after_id: '', fields };
  return { after_id: after, fields };
}

/** Returns how many fields of the row are sealed with the new key now. */
async function sealRow(about: Reencrypting, work: Work, tx: Tx, entry: SealedColumns, row: SealedRow, sum: Reencrypted) {
  const old = [...row.sealed].filter(([, bytes]) => keyIdOf(bytes) <= work.boundary);
  if (old.length === 0) return 0;
  const safe = await about.vault.safe(tx, row.subject, row.purpose);
  const anew = new Map<string, Uint8Array>();
  for (const [name, bytes] of old) {
    const text = safe.openBytes(entry.table, name, row.id, row.rev, bytes);
    if (text === DAMAGED || !safe.seals) sum.damaged.push(`${entry.table}.${name} ${row.id}`);
    else anew.set(name, safe.seal(entry.table, name, row.id, row.rev, text));
  }
  return anew.size > 0 && (await exchange(tx, entry, row, anew)) ? anew.size : 0;
}
