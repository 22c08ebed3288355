import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunningDemo } from './server.ts';

const run = promisify(execFile);
const commands = join(import.meta.dirname, '../../src/commands/heard.ts');

/** What an operator types beside the running demo: `heard(demo, 'clock', '--forward', '3d')`. Gives what it printed. */
export async function heard(demo: RunningDemo, ...args: string[]): Promise<string> {
  // Without settings of its own a command works on the demo whose folder it is given.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HEARD_')));
  const { stdout } = await run(process.execPath, [commands, ...args], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...env, HEARD_DATA_DIR: demo.dir }
  });
  return stdout;
}
