import { join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { anchorsAt } from '#lib/audit/anchoring.server.ts';
import { checkAudit } from '#lib/audit/checking.server.ts';
import type { ChainFault, FaultKind } from '#lib/audit/fault.ts';
import { noteRestore, pruneAudit } from '#lib/audit/pruning.server.ts';
import type { App } from '#lib/server/app.ts';
import { sentenceFor, Unable } from './command.ts';

export const usage = 'heard audit verify [--anchors FOLDER|FILE] | prune --before DAY [--archive FILE] | restored';

const contextOf = (app: App) => app.context({ kind: 'command', id: 'audit', assurance: 'host' });

type Out = (line: string) => void;

/**
 * `verify` walks the chain and names the first entry that is not as it was written; `prune` takes old entries out behind
 * a checkpoint, into an archive; `restored` says that the database came from a copy. Returns 0, 1 when the chain is not
 * whole, 2 when it could not be done.
 */
export async function run(args: readonly string[], app: App, out: Out): Promise<number> {
  const [act, ...rest] = args;
  try {
    if (act === 'verify') return await verify(understood(rest, ['anchors']), app, out);
    if (act === 'prune') return await prune(understood(rest, ['before', 'archive']), app, out);
    if (act === 'restored' && rest.length === 0) {
      await noteRestore(contextOf(app));
      out('It is in the audit that this database came from a copy. Anchors of what was lost bind no more.');
      return 0;
    }
    throw new Unable(`Say what to do: ${usage}`);
  } catch (error) {
    out(sentenceFor(error));
    return 2;
  }
}

type Given = Readonly<{ anchors?: string; before?: string; archive?: string }>;

function understood(args: readonly string[], names: readonly (keyof Given)[]): Given {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { anchors: text, before: text, archive: text } });
    if (Object.keys(values).every((name) => names.some((known) => known === name))) return values;
  } catch {
    // Said below.
  }
  throw new Unable(`Say what to do: ${usage}`);
}

async function verify({ anchors }: Given, app: App, out: Out): Promise<number> {
  const where = anchors ?? app.settings.anchorDir;
  const noted = where === null ? [] : anchorsAt(where);
  if (anchors !== undefined && noted.length === 0) throw new Unable(`There are no anchors in ${anchors}.`);
  if (anchors === undefined && where !== null && `${where}${sep}`.startsWith(`${app.settings.dataDir}${sep}`))
    out('Warning: HEARD_ANCHOR_DIR lies inside the data folder. Whoever puts back an older copy of the one puts back both.');
  const report = await checkAudit(contextOf(app), noted);
  if (report.fault) {
    for (const line of saidOf(report.fault)) out(line);
    return 1;
  }
  out(`${report.entries} entries, all as they were written. ${anchorLine(report.anchors, where)}`);
  return 0;
}

const anchorLine = (many: number, where: string | null): string =>
  many > 0
    ? `${many} anchors fit.`
    : `No anchor was compared${where === null ? ' (HEARD_ANCHOR_DIR is not set)' : ''}: that the newest entries were not taken away with an older copy cannot be proved.`;

const words: Readonly<Record<FaultKind, (seq: number) => string>> = {
  edited: (seq) => `Entry ${seq} was changed after it was written.`,
  deleted: (seq) => `Entry ${seq} is missing: it was removed, perhaps others after it.`,
  inserted: (seq) => `Entry ${seq} was put in by somebody who has not the key.`,
  'out-of-order': (seq) => `Entry ${seq} does not belong there: entries were moved.`,
  'cut-off': (seq) => `Entry ${seq} and all after it are missing: the end was cut off, or an older copy was put in place.`,
  'wrong-key': (seq) => `From entry ${seq} on nothing fits this key ring: it is another one, or somebody wrote with another.`,
  'anchor-does-not-fit': (seq) => `An anchor for entry ${seq} does not fit: it, or the audit, is not what it was.`
};

function saidOf({ kind, seq, at, soundUpTo }: ChainFault): string[] {
  const missing = kind === 'deleted' || kind === 'cut-off';
  return [
    words[kind](seq),
    ...(at === null ? [] : [missing ? `The last entry before it is of ${at}.` : `It says it is of ${at}.`]),
    ...(soundUpTo === null ? [] : [`Up to entry ${soundUpTo} an anchor proves them right.`]),
    'Keep a copy of the database as it is now before anything else, and compare it with the last backup.'
  ];
}

async function prune({ before, archive }: Given, app: App, out: Out): Promise<number> {
  const latest = new Date(app.clock.now());
  latest.setUTCFullYear(latest.getUTCFullYear() - app.settings.auditYears);
  const day = before ?? '';
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) throw new Unable(`Say a day as 2019-12-31: ${usage}`);
  const limit = latest.toISOString().slice(0, 10);
  if (day > limit)
    throw new Unable(
      `Entries are kept for ${app.settings.auditYears} years (HEARD_AUDIT_YEARS): no day after ${limit} can be given.`
    );
  const file = archive ?? join(app.settings.dataDir, 'audit-archive', `audit-before-${day}.jsonl`);
  const anchors = app.settings.anchorDir === null ? [] : anchorsAt(app.settings.anchorDir);
  const done = await pruneAudit(() => contextOf(app), { before: day, archive: file, anchors }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') throw new Unable(`${file} exists already: choose another name with --archive.`);
    throw error;
  });
  if ('kind' in done) {
    out('The audit is not whole, so nothing was taken out of it.');
    for (const line of saidOf(done)) out(line);
    return 1;
  }
  out(
    done.entries === 0
      ? `There are no entries from before ${day}.`
      : `${done.entries} entries, up to number ${done.upTo}, are in ${file} and no longer in the database. A checkpoint stands for them.`
  );
  return 0;
}
