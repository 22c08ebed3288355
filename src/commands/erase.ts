import { resolve } from 'node:path';
import type { Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { eraseChild, erasures, whatGoes } from '#lib/erasing/erasing.server.ts';
import { isUnread, type Going, type Receipt } from '#lib/erasing/erasure.ts';
import { findSourced } from '#lib/imports/finding.server.ts';
import type { App } from '#lib/server/app.ts';
import { listBeside, writeErased } from '#lib/server/backup/erased.ts';
import { scrub } from '#lib/server/database/dialects/scrub.ts';

export const usage = 'heard erase CHILD --reason TEXT [--unread-too] [--again CHILD]';

type Out = (line: string) => void;
type Asked = Readonly<{ child: string; reason: string; again: string | null; unreadToo: boolean }>;

/**
 * Erases one child for good: first shows what would go; done only when the child's identifier is typed again. Typed once more
 * for somebody who was erased, by the id of their receipt, it does again what comes after: the list, and cleaning the files.
 * Returns 0 when it is done, 1 when they are erased and something is left to do, 2 when they are not.
 */
export async function run(args: readonly string[], app: App, out: Out): Promise<number> {
  const asked = askedIn(args);
  if (!asked) {
    out(usage);
    return 2;
  }
  const ctx = () => app.context({ kind: 'command', id: 'erase', assurance: 'host' });
  const childId = await idOf(ctx(), asked.child);
  if (childId === null) {
    const before = (await erasures(ctx())).find((receipt) => receipt.childId === asked.child);
    if (before) return finish(app, ctx(), before, out);
    out(`There is no child ${asked.child}.`);
    return 2;
  }
  const going = await whatGoes(ctx(), childId);
  for (const line of goingLines(going)) out(line);
  if (isUnread(going) && !asked.unreadToo) {
    out('Nothing is erased that nobody has opened. Let somebody open it first; or say --unread-too as well.');
    return 2;
  }
  if (asked.again !== asked.child) {
    out(`To erase them for good, type it again with: ${asked.unreadToo ? '--unread-too ' : ''}--again ${asked.child}`);
    return 2;
  }
  const { backupDays } = app.settings;
  const receipt = await eraseChild(ctx(), { childId, reason: asked.reason, unreadToo: asked.unreadToo, backupDays }).catch(
    refused
  );
  if (typeof receipt === 'string') {
    out(receipt);
    return 2;
  }
  return finish(app, ctx(), receipt, out);
}

/** What follows when they are erased, whatever becomes of it: the receipt and the list first, because cleaning may take long. */
async function finish(app: App, ctx: Context, receipt: Receipt, out: Out): Promise<number> {
  for (const line of receiptLines(receipt)) out(line);
  const list = await listed(app, ctx);
  for (const line of list.lines) out(line);
  const { clean, left } = await scrub(app.database.db).catch((error: unknown) => ({
    clean: false,
    left: `The files of the database could not be cleaned (${error instanceof Error ? error.message : 'unknown'}).`
  }));
  if (clean && list.written) return 0;
  if (!clean) out(left);
  out(`They are erased. To do what is left, type: heard erase ${receipt.childId} --reason again`);
  return 1;
}

function askedIn(args: readonly string[]): Asked | null {
  const [child = '', ...rest] = args;
  const valueOf = (name: string) => (rest.includes(name) ? (rest[rest.indexOf(name) + 1] ?? '') : null);
  const reason = valueOf('--reason');
  if (child === '' || child.startsWith('-') || reason === null || reason.trim() === '' || reason.startsWith('--')) return null;
  return { child, reason, again: valueOf('--again'), unreadToo: rest.includes('--unread-too') };
}

/** By the case system's identifier, or by ours, also of a child who came by no import. */
async function idOf(ctx: Context, asked: string): Promise<string | null> {
  const sourced = await findSourced(ctx, 'child', asked);
  if (sourced) return sourced.recordId;
  return whatGoes(ctx, asked).then(
    () => asked,
    (error: unknown) => {
      if (error instanceof Refusal && error.problem === 'not-found') return null;
      throw error;
    }
  );
}

function refused(error: unknown): string {
  if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
  if ('importing' in error.fields) return 'An import is at work. Nothing was erased: try again when it is over.';
  return 'Something came in meanwhile that nobody has opened. Nothing was erased: look again.';
}

function goingLines({ childIds, counts, unread }: Going): string[] {
  const { views, requests, messages, alerts } = unread;
  return [
    `This would go, for good${childIds.length > 1 ? `, with ${childIds.length - 1} records that were merged into theirs` : ''}:`,
    ...Object.entries(counts).map(([table, rows]) => `  ${String(rows).padStart(6)}  ${table}`),
    ...(views + requests > 0 ? [`Nobody has opened ${views} views and ${requests} requests of theirs.`] : []),
    ...(messages > 0 ? [`Nobody has opened ${messages} messages of theirs.`] : []),
    ...(alerts > 0 ? [`${alerts} alerts (not safe) are not done.`] : []),
    `Their id here is ${childIds[0] ?? ''}: should this be cut short once it is done, type it again with that.`,
    'Case notes elsewhere are not touched. If a file still lists them, the next import brings them back as somebody new.'
  ];
}

function receiptLines({ id, at, by, childId, counts, opensUntil }: Receipt): string[] {
  return [
    `Erased. Receipt ${id}`,
    `  child      ${childId}`,
    `  when       ${at}`,
    `  by         ${by}`,
    ...Object.entries(counts).map(([table, rows]) => `  ${String(rows).padStart(6)}  ${table}`),
    'Their keys are destroyed here. Backups made before now hold them still, wrapped: the last is gone on',
    `${opensUntil} (HEARD_BACKUP_DAYS). Sooner: heard keys rotate, then heard keys retire the key before; then no older`,
    'copy opens for anybody, those of all other children too.'
  ];
}

type Listed = Readonly<{ written: boolean; lines: readonly string[] }>;

/** Puts who was erased on the list beside the backups, by which a restore erases them again; says what is left to do. */
async function listed(app: App, ctx: Context): Promise<Listed> {
  const { backupDir } = app.settings;
  if (backupDir === null) return { written: true, lines: NO_LIST };
  const list = listBeside(resolve(backupDir));
  try {
    writeErased(resolve(backupDir), app.ring, await erasures(ctx));
    const lines = [`They are in ${list}, by which a restore erases them again. Copy it to wherever else backups lie.`];
    return { written: true, lines };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    const then = 'Make a backup before any older one is restored, or they come back with it.';
    return { written: false, lines: [`${list} could not be written (${why}).`, then] };
  }
}

const NO_LIST = [
  'No older backup knows of this, and HEARD_BACKUP_DIR is not set: make a backup now (heard backup FOLDER), before any older',
  'one is restored. It writes heard-erased.json, by which a restore erases them again: put it beside every older backup.'
];
