import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { openApp } from '#lib/server/app.ts';
import { KeyFault } from '#lib/server/keys/faults.ts';
import { readSettings } from '#lib/server/settings.ts';
import { sentenceFor, type BareCommand, type Command } from './command.ts';
import { newKeys, usage as keysUsage } from './keys.ts';

/** What an operator can type: `npm run heard -- NAME …`. Each is one file of this folder. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  import: () => import('./import.ts'),
  council: () => import('./council.ts'),
  cards: () => import('./cards.ts'),
  audit: () => import('./audit.ts'),
  'staff-link': () => import('./staff-link.ts'),
  readers: () => import('./readers.ts'),
  clock: () => import('./clock.ts'),
  keys: () => import('./keys-life.ts'),
  erase: () => import('./erase.ts')
};

/** Those that open what they need by themselves. */
const bare: Readonly<Record<string, () => Promise<BareCommand>>> = {
  doctor: () => import('./doctor.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts')
};

const say = (line: string) => void process.stdout.write(`${line}\n`);
// Whoever reads our words (`| head`) may stop listening; what is being done goes on.
process.stdout.on('error', () => undefined);

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  if (name === 'keys' && args[0] === 'new') return newKeys(args, say);
  const alone = Object.hasOwn(bare, name) ? bare[name] : undefined;
  if (alone) {
    const command = await alone();
    besideTheDemo();
    return command.run(args, say);
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    for (const line of await everyUsage()) say(line);
    return name === '' || name === 'help' ? 0 : 64;
  }
  const command = await load();
  besideTheDemo();
  const app = await openApp(readSettings());
  try {
    return await command.run(args, app, say);
  } finally {
    await app.close();
  }
}

async function everyUsage(): Promise<string[]> {
  const all = [...Object.values(commands), ...Object.values(bare)];
  const usages = await Promise.all(all.map(async (load) => (await load()).usage));
  return [
    'What can be typed after npm run heard --',
    ...[keysUsage, ...usages].map((usage) => `  ${usage.replace(/^heard /, '')}`)
  ];
}

/** Without settings of its own a command works on the demo, if there is one: then `heard import DIR` just works there. */
function besideTheDemo(): void {
  const { HEARD_MODE, HEARD_KEY_FILE, HEARD_KEYS, HEARD_KEY_COMMAND, HEARD_DATA_DIR } = process.env;
  const file = join(HEARD_DATA_DIR ?? 'var', 'demo', 'env');
  if (HEARD_MODE || HEARD_KEY_FILE || HEARD_KEYS || HEARD_KEY_COMMAND || !existsSync(file)) return;
  for (const [key, value] of Object.entries(parseEnv(readFileSync(file, 'utf8')))) process.env[key] ??= value;
  say(`Working on the demo in ${HEARD_DATA_DIR ?? 'var'} (no HEARD_KEY_FILE is set).`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${sentenceFor(error)}\n`);
  process.exitCode = error instanceof KeyFault ? error.exitCode : 2;
}
