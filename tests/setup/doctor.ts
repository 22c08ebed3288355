import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { run } from '#commands/doctor.ts';
import { run as copied } from '#commands/keys-life.ts';
import { setCouncil } from '#lib/council/council.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { deskCodes } from '#lib/routing/rules.ts';
import { addShifts } from '#lib/routing/rota.server.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import { openApp } from '#lib/server/app.ts';
import type { Line } from '#lib/server/doctor/assertion.ts';
import { thisMachine, type Machine } from '#lib/server/doctor/machine.ts';
import type { Probe } from '#lib/server/doctor/probe.ts';
import { newRing } from '#lib/server/keys/ring.ts';
import { noteTime } from '#lib/server/last-times.ts';
import { readSettings } from '#lib/server/settings.ts';

export type Env = Record<string, string>;

/** An installation of its own, as a council would have it: live, data and keys apart, everything as it must be. */
export type SetUp = Readonly<{ folder: string; file: string; ring: string; env: Env }>;

const envIn = (folder: string, port: number): Env => ({
  HEARD_MODE: 'live',
  HEARD_DATA_DIR: join(folder, 'data'),
  HEARD_KEY_FILE: join(folder, 'keys', 'ring.json'),
  HEARD_ORIGIN: `http://localhost:${port}`,
  HEARD_HOST: '127.0.0.1',
  HEARD_PORT: String(port),
  HEARD_ANCHOR_DIR: join(folder, 'anchors'),
  HEARD_BACKUP_RECIPIENTS: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
});

let ready: Promise<string> | null = null;

/** Made once: people at every desk, the numbers set, a backup and a drill of today, a worker that ticked just now. */
async function model(): Promise<string> {
  const folder = await mkdtemp(join(inject('testFolder'), 'model-'));
  await mkdir(join(folder, 'keys'), { mode: 0o700 });
  await writeFile(join(folder, 'keys', 'ring.json'), newRing(), { mode: 0o600 });
  await mkdir(join(folder, 'anchors'));
  await writeFile(join(folder, 'anchors', 'today'), '');
  const app = await openApp(readSettings(envIn(folder, 1)));
  const ctx = () => app.context({ kind: 'command', id: 'test', assurance: 'host' });
  const at = await saveStaff(ctx(), { name: 'Grace Bell', roles: [{ role: 'manager', fromOn: '2020-01-01', toOn: null }] });
  for (const desk of deskCodes) await setDesk(ctx(), desk, [at]);
  const today = new Date().toISOString().slice(0, 10);
  const manager = {
    kind: 'staff',
    id: at,
    sessionId: 'test',
    assurance: 'passkey',
    stepUpUntil: null,
    roles: ['manager']
  } as const;
  const shift = { staffId: at, fromOn: today, toOn: today, fromHour: '09:00', toHour: '09:00', place: 1 };
  await addShifts(app.context(manager), shift);
  for (const number of ['officePhone', 'outOfHoursPhone']) await setCouncil(ctx(), number, '01632 960000');
  for (const what of ['worker', 'backup', 'drill'] as const) await noteTime(app.database.db, what, new Date());
  if ((await copied(['copied'], app, () => undefined)) !== 0) throw new Error('the ring was not noted as copied');
  await app.close();
  return folder;
}

/** A copy of it, to be broken. Nobody listens on `port` unless the test does. */
export async function setUp(port: number): Promise<SetUp> {
  const folder = await mkdtemp(join(inject('testFolder'), 'set-up-'));
  await cp(await (ready ??= model()), folder, { recursive: true });
  const env = envIn(folder, port);
  return { folder, env, file: join(folder, 'data', 'heard.sqlite'), ring: join(folder, 'keys', 'ring.json') };
}

export type Seen = Readonly<{ code: number; lines: readonly Line[]; faults: readonly string[] }>;

/** What doctor says of it, and its exit code. `machine`: what of the machine is another's. */
export async function examined(
  env: Env,
  { machine = {}, ...parts }: Partial<Omit<Probe, 'machine'>> & { machine?: Partial<Machine> } = {}
): Promise<Seen> {
  const said: string[] = [];
  const here = { ...thisMachine, flags: [], ...machine };
  const code = await run(['--json'], (line) => said.push(line), { env, machine: here, ...parts });
  const lines: Line[] = JSON.parse(said.join('\n'));
  return { code, lines, faults: lines.flatMap((line) => (line.state === 'fault' ? [line.code] : [])) };
}
