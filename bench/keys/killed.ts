import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactOf } from '#lib/children/contacts.server.ts';
import type { App } from '#lib/server/app.ts';
import { openEveryField } from '#lib/server/keys/every-field.ts';
import { keyStatus } from '#lib/server/keys/status.ts';
import { command } from '../seed.ts';
import { openPlace, type Place } from '../service.ts';
import { heard, populate, start } from './place.ts';

/** The longest transaction, and the most of its own work in one, in ms. */
type Slices = Readonly<{ took: number; work: number }>;

export type Killed = Readonly<{
  kills: Record<string, number>;
  written: number;
  fields: number;
  keys: number;
  longest: Slices;
  faults: readonly string[];
}>;

const acts = [
  ['rotate', '--anew'],
  ['reencrypt', '--wait', '0']
] as const;

/**
 * Turns the ring over and seals everything anew, killing either at a random instant `kills` times, while another process
 * writes without a pause. In between and at the end everything is opened.
 */
export async function killAndGoOn(place: Place, kills: number, children: number): Promise<Killed> {
  let app = await openPlace(place);
  const contacts = await populate(app, children);
  const first = await dataKeys(app);
  await app.close();
  const some = [...contacts].slice(0, 25);
  const list = join(place.dir, 'contacts');
  writeFileSync(list, some.map((pair) => pair.join(' ')).join('\n'));
  const writer = start(place, 'bench/keys/writer.ts', [list]);
  const faults: string[] = [];
  const killed = await killMany(place, kills, faults, writer.said);
  const longest = await finish(place, faults);
  writer.child.kill('SIGTERM');
  const { code, said } = await writer.ended;
  if (code !== 0) faults.push(`the writer ended with ${code}: ${said.split('\n').at(-2) ?? ''}`);
  app = await openPlace(place);
  faults.push(...(await lost(app, said, contacts.size, some)));
  const { fields, damaged, byKey } = await openEveryField(app.database.db, app.vault);
  faults.push(...damaged.map(({ table, column, row }) => `${table}.${column} of ${row} does not open`));
  for (const id of first) if (byKey.has(id)) faults.push(`${byKey.get(id)} fields still name the old data key ${id}`);
  const left = await dataKeys(app);
  for (const id of left) if (first.has(id)) faults.push(`the old data key ${id} is still there`);
  const { keys } = await keyStatus(app.database.db, app.ring);
  for (const { id, state, rows } of keys)
    if (state !== 'active' && rows > 0) faults.push(`${rows} data keys are wrapped by ${id} (${state})`);
  await app.close();
  return { kills: killed, written: said.trim().split('\n').length, fields, keys: left.size, longest, faults };
}

async function killMany(place: Place, kills: number, faults: string[], said: () => string) {
  const killed = { rotate: 0, reencrypt: 0, 'over before': 0 };
  // How long each takes when left alone, so that the kills fall all over it: starting up is most of a short one.
  const alone: number[] = [];
  for (const act of acts) alone.push((await heard(place, ['keys', ...act])).ms);
  for (let at = 0; killed.rotate + killed.reencrypt < kills && at < kills * 3; at += 1) {
    const act = acts[at % 2] ?? acts[0];
    const whole = alone[at % 2] ?? 1000;
    const { signal } = await heard(place, ['keys', ...act], whole * (0.35 + Math.random() * 0.75));
    const name = signal === 'SIGKILL' ? act[0] : 'over before';
    killed[name] += 1;
    const app = await openPlace(place);
    const { damaged } = await openEveryField(app.database.db, app.vault);
    await app.close();
    if (damaged.length > 0) faults.push(`after kill ${at + 1} (${act[0]}): ${damaged.length} fields do not open`);
    if (at % 5 === 4)
      console.log(
        `  ${at + 1} runs, killed ${killed.rotate} + ${killed.reencrypt}; ${said().split('\n').length} writes beside it`
      );
  }
  return killed;
}

/** Lets both come to their end, and retires what is left over. Returns how long slices took. */
async function finish(place: Place, faults: string[]): Promise<Slices> {
  const rotated = await heard(place, ['keys', 'rotate']);
  if (rotated.code !== 0) faults.push(`rotate at the end said: ${rotated.said}`);
  // The first ends what was cut short; the second makes sure that nothing of the beginning is left.
  let longest: Slices = { took: 0, work: 0 };
  for (const _ of [1, 2]) {
    const sealed = await heard(place, ['keys', 'reencrypt', '--wait', '1']);
    if (sealed.code !== 0) faults.push(`reencrypt at the end said: ${sealed.said}`);
    const [, took = '0', work = '0'] = /longest took (\d+) ms, the most work in one (\d+) ms/.exec(sealed.said) ?? [];
    longest = { took: Math.max(longest.took, Number(took)), work: Math.max(longest.work, Number(work)) };
  }
  const { said } = await heard(place, ['keys', 'status']);
  for (const [, id = ''] of said.matchAll(/heard keys retire (\w{8})/g)) {
    const retired = await heard(place, ['keys', 'retire', id, '--sure']);
    if (retired.code !== 0) faults.push(`retire ${id} said: ${retired.said}`);
  }
  return longest;
}

const dataKeys = async (app: App) =>
  new Set((await app.database.db.selectFrom('data_keys').select('id').execute()).map(({ id }) => Number(id)));

/** What was acknowledged by the writer and is not there, or was never written and is. */
async function lost(app: App, said: string, many: number, some: readonly (readonly [string, string])[]): Promise<string[]> {
  const faults: string[] = [];
  const last = new Map<string, string>();
  for (const line of said.trim().split('\n')) last.set(line.split(' ')[0] ?? '', line.split(' ')[1] ?? '');
  for (const [id] of some) {
    const name = (await contactOf(command(app), id))?.name;
    if (name !== `Somebody ${last.get(id)}`) faults.push(`${id}: acknowledged "Somebody ${last.get(id)}", there is "${name}"`);
  }
  const { count } = await app.database.db
    .selectFrom('contacts')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (Number(count) !== many) faults.push(`${count} contacts where ${many} should be`);
  return faults;
}
