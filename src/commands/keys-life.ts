import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { record } from '#lib/audit/audit.server.ts';
import { within } from '#lib/context.ts';
import type { App } from '#lib/server/app.ts';
import { runKeyCommand } from '#lib/server/keys/key-command.ts';
import { replaceRing, ringFileText } from '#lib/server/keys/ring-file.ts';
import { turned, without } from '#lib/server/keys/ring-text.ts';
import { reencrypt } from '#lib/server/keys/reencrypting.ts';
import { isCutShort, keepEvent, retire, rewrapAll, turnOver, whyNotRetired, type Turning } from '#lib/server/keys/rotating.ts';
import { keyStatus } from '#lib/server/keys/status.ts';
import { allow } from '#lib/relations.server.ts';
import { systemIds } from '#lib/server/ids.ts';
import { statusLines } from './keys-status.ts';

export const usage =
  'heard keys status | rotate [--anew] [--out FILE] | reencrypt [--wait SECONDS] | retire ID [--sure] | copied';

type Out = (line: string) => void;

/** The life of the ring: see, turn over, seal anew, retire, say that it was copied. Returns the exit code. */
export async function run(args: readonly string[], app: App, out: Out): Promise<number> {
  const [act = '', ...rest] = args;
  const does = Object.hasOwn(acts, act) ? acts[act] : undefined;
  if (!does) {
    out(usage);
    return 2;
  }
  await within(contextOf(app), (ctx) => allow(ctx, 'keys.keep'));
  return does(app, rest, out);
}

const acts: Readonly<Record<string, (app: App, args: readonly string[], out: Out) => Promise<number>>> = {
  status: showStatus,
  rotate,
  reencrypt: sealAnew,
  retire: retireKey,
  copied: sayCopied
};

const contextOf = (app: App) => app.context({ kind: 'command', id: 'keys', assurance: 'host' });

const turningOf = (app: App): Turning => ({
  db: app.database.db,
  ring: app.ring,
  installation: app.vault.installation,
  ids: systemIds,
  now: () => app.clock.now()
});

const note = (app: App, verb: string, subjectId: string) =>
  within(contextOf(app), (ctx) => record(ctx, { verb, subject: 'ring', subjectId }));

async function showStatus(app: App, _args: readonly string[], out: Out): Promise<number> {
  for (const line of statusLines(await keyStatus(app.database.db, app.ring), app.clock.now())) out(line);
  return 0;
}

async function rotate(app: App, args: readonly string[], out: Out): Promise<number> {
  const { keyFile } = app.settings;
  const turning = turningOf(app);
  const anew = args.includes('--anew');
  if (!keyFile && (anew || !(await isCutShort(app.database.db, app.ring.active())))) return handOver(app, turned, args, out);
  const turn = () => {
    if (keyFile) replaceRing(keyFile, turned(ringFileText(keyFile)));
  };
  const { ringKey, isNew } = await turnOver(turning, turn, anew);
  out(isNew ? `The ring has a new key, ${ringKey}. It wraps from now on.` : `Going on with ${ringKey}, which wraps already.`);
  const { wrapped, damaged } = await rewrapAll(turning, ringKey);
  await note(app, 'keys.rotate', ringKey);
  out(`${wrapped} data keys are wrapped by ${ringKey} now.`);
  if (damaged > 0) out(`${damaged} data keys could not be opened and stay as they are: see heard keys status.`);
  out('Hand the ring to two people again (heard keys copied says that it was done), then: heard keys status');
  return damaged > 0 ? 1 : 0;
}

/** Where we cannot write the ring ourselves, it is given to whoever can; the rest is done when it came back from there. */
async function handOver(app: App, change: (text: string) => string, args: readonly string[], out: Out): Promise<number> {
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

async function sealAnew(app: App, args: readonly string[], out: Out): Promise<number> {
  const at = args.indexOf('--wait');
  const wait = at < 0 ? 20 : Number(args[at + 1]);
  if (!Number.isFinite(wait) || wait < 0) {
    out(usage);
    return 2;
  }
  const { vault } = app;
  const { random } = contextOf(app);
  const done = await reencrypt({ ...turningOf(app), vault, random, wait: wait * 1000 });
  await note(app, 'keys.reencrypt', app.ring.active());
  out(`${done.fields} fields are sealed anew, ${done.removed} old data keys are destroyed.`);
  out(
    `${done.slices} slices; the longest took ${Math.round(done.longest)} ms, the most work in one ${Math.round(done.work)} ms.`
  );
  if (done.damaged > 0) out(`${done.damaged} fields could not be opened: they keep their ${done.kept} old keys.`);
  return done.damaged > 0 ? 1 : 0;
}

async function retireKey(app: App, args: readonly string[], out: Out): Promise<number> {
  const [id = ''] = args;
  const { keyFile } = app.settings;
  const why = await whyNotRetired(app.database.db, app.ring, id);
  if (why !== null) {
    out(why);
    return 2;
  }
  if (!args.includes('--sure')) {
    out(`Nothing here names ${id} any more. Copies of the database that do can never be opened once it is gone: those are`);
    out('the backups from before the last rotation. Destroy it also in the copies of the ring that two people hold.');
    out(`To do it: heard keys retire ${id} --sure`);
    return 2;
  }
  if (!keyFile) return handOver(app, (text) => without(text, id), args, out);
  const refused = await retire(turningOf(app), id, () => replaceRing(keyFile, without(ringFileText(keyFile), id)));
  if (refused !== null) {
    out(refused);
    return 2;
  }
  await note(app, 'keys.retire', id);
  out(`${id} is gone from the ring. What it wrapped cannot be opened any more, in no copy.`);
  return 0;
}

async function sayCopied(app: App, _args: readonly string[], out: Out): Promise<number> {
  await keepEvent(app.database.db, turningOf(app), 'copied', app.ring.active());
  await note(app, 'keys.copied', app.ring.active());
  out('It is on record that two people hold a copy of the ring as it is now.');
  return 0;
}
