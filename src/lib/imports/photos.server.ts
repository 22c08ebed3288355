import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isSamePhoto, savePhoto } from '#lib/attachments/attachments.server.ts';
import { portraitOf } from '#lib/attachments/pictures.server.ts';
import { Refusal } from '#lib/errors.ts';
import { setStaffPhoto, staffCards } from '#lib/people/people.server.ts';
import { keyIndex } from './fingerprint.ts';
import { pause, type Run } from './run.ts';
import * as sources from './sources.store.server.ts';
import * as store from './store.server.ts';

export type PhotoCounts = { new: number; unchanged: number; leftOut: number };

const PICTURE = /\.(png|jpe?g|webp)$/i;

/**
 * Takes the photographs of staff from a folder, each named by its staff id (`IRO01.png`). One whose bytes are the same
 * as before is left alone. With `apply` false it only says what would happen.
 */
export async function takePhotos(run: Run, dir: string | null, apply: boolean): Promise<PhotoCounts> {
  const counts: PhotoCounts = { new: 0, unchanged: 0, leftOut: 0 };
  const names = dir === null ? [] : await readdir(dir).catch(() => []);
  const ctx = run.contexts();
  const ids = new Map((await sources.keysOf(ctx, run.system, 'staff')).map((row) => [row.key_index, row.record_id]));
  const sent = new Set((await store.stagedKeys(ctx, run.id, 'staff')).map((row) => row.key_index));
  for (const name of names.filter((one) => PICTURE.test(one)).sort()) {
    const key = keyIndex(ctx.vault, run.system, 'staff', name.slice(0, -extname(name).length));
    const result = await takePhoto(
      run,
      join(dir ?? '', name),
      `photos/${name}`,
      { id: ids.get(key) ?? null, sent: sent.has(key) },
      apply
    );
    counts[result] += 1;
    await pause(0);
  }
  return counts;
}

type Person = { id: string | null; sent: boolean };

async function takePhoto(run: Run, path: string, file: string, person: Person, apply: boolean): Promise<keyof PhotoCounts> {
  if (person.id === null && !person.sent) {
    run.findings.push({ file, line: 1, column: null, code: 'unknown-staff' });
    return 'leftOut';
  }
  try {
    // Larger than any photograph we take: not even read.
    if ((await stat(path)).size > 16_000_000) throw new Refusal('invalid');
    const bytes = await readFile(path);
    if (person.id !== null && (await isTheirs(run, person.id, bytes))) return 'unchanged';
    if (!apply) await portraitOf(bytes);
    else if (person.id !== null)
      await savePhoto(run.contexts(), { owner: 'staff', ownerId: person.id, bytes }, setFor(person.id));
    return 'new';
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
    run.findings.push({ file, line: 1, column: null, code: 'not-a-picture' });
    return 'leftOut';
  }
}

const setFor = (staffId: string) => (ctx: Parameters<typeof setStaffPhoto>[0], photoId: string) =>
  setStaffPhoto(ctx, staffId, photoId);

async function isTheirs(run: Run, staffId: string, bytes: Uint8Array): Promise<boolean> {
  const ctx = run.contexts();
  const photoId = (await staffCards(ctx, [staffId])).get(staffId)?.photoId;
  return photoId ? isSamePhoto(ctx, photoId, bytes) : false;
}
