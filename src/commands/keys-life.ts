import { within } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import type { App } from '#lib/server/app.ts';
import { some } from '#lib/server/keys/damage.ts';
import { keyName } from '#lib/server/keys/damaged-keys.ts';
import { reencrypt } from '#lib/server/keys/reencrypting.ts';
import { replaceRing, ringFileText } from '#lib/server/keys/ring-file.ts';
import { turned } from '#lib/server/keys/ring-text.ts';
import { isCutShort, keepEvent, rewrapAll, turnOver } from '#lib/server/keys/rotating.ts';
import { keyStatus } from '#lib/server/keys/status.ts';
import { retireKey } from './keys-retire.ts';
import { statusLines } from './keys-status.ts';
import { contextOf, handOver, note, turningOf, type Out } from './keys-turning.ts';

export const usage =
  'heard keys status | rotate [--anew] [--out FILE] | reencrypt [--wait SECONDS] | retire ID [--lost-too] [--sure] | copied';

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

async function showStatus(app: App, _args: readonly string[], out: Out): Promise<number> {
  for (const line of statusLines(await keyStatus(app.database.db, app.ring), app.clock.now())) out(line);
  return 0;
}

async function rotate(app: App, args: readonly string[], out: Out): Promise<number> {
  const { keyFile } = app.settings;
  const turning = turningOf(app);
  const anew = args.includes('--anew');
  if (!keyFile && (anew || !(await isCutShort(turning)))) return handOver(app, turned, args, out);
  const turn = () => {
    if (keyFile) replaceRing(keyFile, turned(ringFileText(keyFile)));
  };
  const { ringKey, isNew } = await turnOver(turning, turn, anew);
  out(isNew ? `The ring has a new key, ${ringKey}. It wraps from now on.` : `Going on with ${ringKey}, which wraps already.`);
  const { wrapped, damaged } = await rewrapAll(turning, ringKey);
  await note(app, 'keys.rotate', ringKey);
  out(`${wrapped} data keys are wrapped by ${ringKey} now.`);
  if (damaged.length > 0)
    out(`${damaged.length} data keys could not be opened and stay as they are: ${some(damaged.map(keyName))}.`);
  out('Hand the ring to two people again (heard keys copied says that it was done), then: heard keys status');
  return damaged.length > 0 ? 1 : 0;
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
  const many = done.damaged.length;
  if (many > 0) out(`${many} fields could not be opened: they keep their ${done.kept} old keys. ${some(done.damaged)}`);
  return many > 0 ? 1 : 0;
}

async function sayCopied(app: App, _args: readonly string[], out: Out): Promise<number> {
  await keepEvent(app.database.db, turningOf(app), 'copied', app.ring.active());
  await note(app, 'keys.copied', app.ring.active());
  out('It is on record that two people hold a copy of the ring as it is now.');
  return 0;
}
