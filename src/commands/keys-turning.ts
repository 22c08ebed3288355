import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { record } from '#lib/audit/audit.server.ts';
import { within } from '#lib/context.ts';
import type { App } from '#lib/server/app.ts';
import { systemIds } from '#lib/server/ids.ts';
import { runKeyCommand } from '#lib/server/keys/key-command.ts';
import type { Turning } from '#lib/server/keys/rotating.ts';

export type Out = (line: string) => void;

export const contextOf = (app: App) => app.context({ kind: 'command', id: 'keys', assurance: 'host' });

export const turningOf = (app: App): Turning => ({
  db: app.database.db,
  ring: app.ring,
  installation: app.vault.installation,
  ids: systemIds,
  now: () => app.clock.now()
});

/** Puts on record what was done to the ring. */
export const note = (app: App, verb: string, subjectId: string) =>
  within(contextOf(app), (ctx) => record(ctx, { verb, subject: 'ring', subjectId }));

/** Where we cannot write the ring ourselves, it is given to whoever can; the rest is done when it came back from there. */
export async function handOver(app: App, change: (text: string) => string, args: readonly string[], out: Out): Promise<number> {
  const { keys, keyCommand } = app.settings;
  const now = keys ?? (keyCommand ? await runKeyCommand(keyCommand, 10_000) : null);
  if (now === null) throw new Error('This ring was handed in by a program: it cannot be changed from here.');
  const at = args.indexOf('--out');
  const file = at < 0 ? undefined : args[at + 1];
  const text = change(now);
  if (file) writeFileSync(resolve(file), text, { flag: 'wx', mode: 0o600 });
  else out(text.trimEnd());
  out(`Store ${file ? `what is in ${resolve(file)}` : 'this'} where ${keys ? 'HEARD_KEYS' : 'HEARD_KEY_COMMAND'} takes it from,`);
  out('restart every process of Heard with it, and type the same command again: it goes on from there.');
  return 1;
}
