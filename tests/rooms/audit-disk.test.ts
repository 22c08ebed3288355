import type * as fs from 'node:fs';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { anchorsAt, anchorWhenDue } from '#lib/audit/anchoring.server.ts';
import { record } from '#lib/audit/audit.server.ts';
import { pruneAudit } from '#lib/audit/pruning.server.ts';
import { inspectChain } from '#lib/audit/verifying.server.ts';
import { within } from '#lib/context.ts';
import { command, job, testApp } from '#tests/setup/app.ts';
import { freshFolder } from '#tests/setup/database.ts';

/** A disk as it may be: takes so much at once, has so much room, and keeps what it took, or does not. */
const disk = vi.hoisted(() => ({ atOnce: Infinity, room: Infinity, keeps: true }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  return {
    ...real,
    writeSync(file: number, bytes: Uint8Array, from = 0) {
      if (disk.room <= 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      const many = Math.min(disk.atOnce, disk.room, bytes.length - from);
      disk.room -= many;
      real.writeSync(file, bytes, from, disk.keeps ? many : many - 1);
      return many;
    }
  };
});

let t: Awaited<ReturnType<typeof testApp>>;
let dir: string;
const write = (many: number) =>
  within(t.as(command), async (ctx) => {
    for (let at = 0; at < many; at += 1) await record(ctx, { verb: 'child.save', subject: 'child', subjectId: `c${at}` });
  });
const numbers = async () =>
  (await t.app.database.db.selectFrom('audit').select('seq').orderBy('seq').execute()).map(({ seq }) => Number(seq));
const prune = (archive: string) => pruneAudit(() => t.as(command), { before: '2019-12-07', archive, anchors: [] });

beforeEach(async () => {
  Object.assign(disk, { atOnce: Infinity, room: Infinity, keeps: true });
  t = await testApp();
  dir = await freshFolder();
  t.clock.set('2018-03-01T10:00:00.000Z');
  await write(12);
  t.clock.set('2026-12-07T09:00:00.000Z');
  await write(1);
});

const all = Array.from({ length: 13 }, (_, at) => at + 1);

test('a disk that takes a part at a time gets all of it', async () => {
  disk.atOnce = 7;
  expect(await prune(join(dir, 'old.jsonl'))).toEqual({ entries: 12, upTo: 12 });
  const lines = readFileSync(join(dir, 'old.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual(all.slice(0, 12));
  const anchor = await anchorWhenDue(t.as(job), { dir: join(dir, 'anchors'), live: false }, null);
  expect(anchorsAt(join(dir, 'anchors'))).toEqual([anchor]);
});

test('where the archive does not fit nothing leaves the database, and the next try can take its name', async () => {
  disk.room = 2000;
  await expect(prune(join(dir, 'old.jsonl'))).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await numbers()).toEqual(all);
  expect(existsSync(join(dir, 'old.jsonl'))).toBe(false);
  disk.room = Infinity;
  expect(await prune(join(dir, 'old.jsonl'))).toMatchObject({ entries: 12 });
  await expect(prune(join(dir, 'old.jsonl'))).resolves.toMatchObject({ entries: 0 });
});

test('an archive that reads back other than it was written stands for nothing', async () => {
  disk.keeps = false;
  await expect(prune(join(dir, 'old.jsonl'))).rejects.toThrow(/does not hold what was written/);
  expect(await numbers()).toEqual(all);
  expect(await inspectChain(t.as(command))).toMatchObject({ fault: null, entries: 13 });
});

test('an archive that was there before is never touched', async () => {
  await prune(join(dir, 'old.jsonl'));
  const kept = readFileSync(join(dir, 'old.jsonl'));
  t.clock.set('2019-01-01T10:00:00.000Z');
  await write(1);
  t.clock.set('2026-12-07T09:00:00.000Z');
  await expect(
    pruneAudit(() => t.as(command), { before: '2026-12-08', archive: join(dir, 'old.jsonl'), anchors: [] })
  ).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(join(dir, 'old.jsonl'))).toEqual(kept);
});

test('an anchor that did not fit leaves no half line in the way of the next', async () => {
  const places = { dir: join(dir, 'anchors'), live: false };
  disk.room = 20;
  await expect(anchorWhenDue(t.as(job), places, null)).rejects.toMatchObject({ code: 'ENOSPC' });
  disk.room = Infinity;
  const anchor = await anchorWhenDue(t.as(job), places, null);
  expect(anchorsAt(places.dir)).toEqual([anchor]);
});
