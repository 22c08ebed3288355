import type { App } from '#lib/server/app.ts';
import { some } from '#lib/server/keys/damage.ts';
import { keyName, type DamagedKey } from '#lib/server/keys/damaged-keys.ts';
import { replaceRing, ringFileText } from '#lib/server/keys/ring-file.ts';
import { without } from '#lib/server/keys/ring-text.ts';
import { giveUp, lostWith, retire, whyNotRetired } from '#lib/server/keys/rotating.ts';
import { handOver, note, turningOf, type Out } from './keys-turning.ts';

/**
 * Takes a key of the ring out for good, once that is said twice. `--lost-too`: in spite of data keys that do not open; they are
 * given up with it, after it was said what that loses.
 */
export async function retireKey(app: App, args: readonly string[], out: Out): Promise<number> {
  const [id = ''] = args;
  const { keyFile } = app.settings;
  const turning = turningOf(app);
  const lost = await lostWith(turning, id);
  const lostToo = args.includes('--lost-too');
  const why = await whyNotRetired(turning, id, lostToo);
  if (why !== null) {
    out(why);
    if (lost.length > 0 && !lostToo) out(`Or give them up for good, and what they sealed: heard keys retire ${id} --lost-too`);
    return 2;
  }
  if (!args.includes('--sure')) {
    out(`Nothing here names ${id} any more. Copies of the database that do can never be opened once it is gone: those are`);
    out('the backups from before the last rotation. Destroy it also in the copies of the ring that two people hold.');
    for (const line of lossLines(lost)) out(line);
    out(`To do it: heard keys retire ${id} --sure${lost.length > 0 ? ' --lost-too' : ''}`);
    return 2;
  }
  if (lost.length > 0) out(`${await giveUp(turning, id)} data keys that do not open were given up.`);
  if (!keyFile) return handOver(app, (text) => without(text, id), args, out);
  const refused = await retire(turning, id, () => replaceRing(keyFile, without(ringFileText(keyFile), id)));
  if (refused !== null) {
    out(refused);
    return 2;
  }
  await note(app, 'keys.retire', id);
  out(`${id} is gone from the ring. What it wrapped cannot be opened any more, in no copy.`);
  return 0;
}

const lossLines = (lost: readonly DamagedKey[]): string[] =>
  lost.length === 0
    ? []
    : [
        `${lost.length} data keys that do not open go with it: ${some(lost.map(keyName))}. What they sealed is then lost for good,`,
        'unless a backup still has these rows whole: put them back from it first. What is written for them anew gets a new key.'
      ];
