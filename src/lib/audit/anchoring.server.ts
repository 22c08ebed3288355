import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { log } from '#lib/server/log.ts';
import { anchorEvery, anchorIn, type Anchor } from './anchor.ts';
import type { FaultKind } from './fault.ts';
import { anchorMac } from './hashing.server.ts';
import { keepName, writeAll } from './on-disk.server.ts';
import { headRow, newestEntry, type HeadRow } from './store.server.ts';
import { releasedAnchors } from './verifying.server.ts';

/** Where anchors go: a folder on another disk than the database (null: none is set), and the log when the service is live. */
export type AnchorPlaces = Readonly<{ dir: string | null; live: boolean }>;

/**
 * Notes the newest entry outside the database when it is due: a quarter of an hour after the last anchor, or a thousand
 * entries. Returns what was noted; null when nothing was due, or there is nowhere to put it. Throws when the folder
 * cannot be written: whoever looks after the service must hear of it.
 */
export async function anchorWhenDue(ctx: Context, places: AnchorPlaces, last: Anchor | null): Promise<Anchor | null> {
  await allow(ctx, 'audit.anchor');
  if (places.dir === null && !places.live) return null;
  const head = await headRow(ctx);
  const binding = await bindingOf(ctx, last, head);
  const fault = faultIn(binding, head);
  if (fault !== null) return alarm(fault, head?.seq ?? (await newestEntry(ctx))?.seq ?? 0);
  if (!head || head.seq === 0 || !isDue(ctx, head.seq, binding)) return null;
  const noted = { seq: head.seq, hash: hashIn(head), at: ctx.now.toISOString() };
  const anchor = { ...noted, mac: anchorMac(ctx, noted) };
  if (places.dir !== null) appendSafely(fileIn(places.dir, ctx), `${JSON.stringify(anchor)}\n`);
  if (places.live) log.info('audit-anchor', { seq: anchor.seq, hash: anchor.hash, anchored: anchor.at, mac: anchor.mac });
  return anchor;
}

const hashIn = (head: HeadRow): string => Buffer.from(head.hash).toString('hex');

/** The last anchor, if it binds still; only asked where it and the database do not fit: a restore may be why. */
async function bindingOf(ctx: Context, last: Anchor | null, head: HeadRow | undefined): Promise<Anchor | null> {
  if (last === null || faultIn(last, head) === null) return last;
  return (await releasedAnchors(ctx))(last) ? null : last;
}

/** Neither is ever so while the chain is whole: what was noted is more than what is there, or something else. */
function faultIn(last: Anchor | null, head: HeadRow | undefined): FaultKind | null {
  if (last === null) return null;
  if (!head || head.seq < last.seq) return 'cut-off';
  return head.seq === last.seq && hashIn(head) !== last.hash ? 'anchor-does-not-fit' : null;
}

/** `seq`: up to where there is something. */
function alarm(fault: FaultKind, seq: number): null {
  log.error('audit-fault', { fault, seq: fault === 'cut-off' ? seq + 1 : seq });
  return null;
}

function isDue(ctx: Context, seq: number, last: Anchor | null): boolean {
  if (!last) return true;
  const minutes = (ctx.now.getTime() - Date.parse(last.at)) / 60_000;
  return seq !== last.seq && (minutes >= anchorEvery.minutes || seq - last.seq >= anchorEvery.entries || minutes < 0);
}

const fileIn = (dir: string, ctx: Context): string => join(dir, `heard-${ctx.vault.installation.slice(-12)}.anchors`);

/** Added at the end and on the disk before this returns; a new file's name is on the disk too. */
function appendSafely(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a', 0o600);
  try {
    const { size } = fstatSync(file);
    try {
      writeAll(file, line);
    } catch (error) {
      // Half a line would take the next anchor with it.
      ftruncateSync(file, size);
      throw error;
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  keepName(path);
}

/** The newest anchor this installation left in a folder; null: none. */
export const newestAnchor = (ctx: Context, dir: string): Anchor | null => anchorsAt(fileIn(dir, ctx)).at(-1) ?? null;

/**
 * Every anchor in a file, or in all the files of a folder: those this service wrote, and lines of a journal that kept what
 * it printed. Lines that are none are passed over; nothing there is an empty list.
 */
export function anchorsAt(path: string): Anchor[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  const files = found.isDirectory()
    ? readdirSync(path, { withFileTypes: true }).flatMap((one) => (one.isFile() ? [join(path, one.name)] : []))
    : [path];
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => anchorIn(line) ?? [])
  );
}
