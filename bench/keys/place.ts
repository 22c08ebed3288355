import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { saveChild, saveContact } from '#lib/children/children.server.ts';
import { within } from '#lib/context.ts';
import type { App } from '#lib/server/app.ts';
import { command } from '../seed.ts';
import type { Place } from '../service.ts';

const root = join(import.meta.dirname, '../..');

export type Ended = Readonly<{ code: number | null; signal: string | null; said: string; ms: number }>;

/** A real process of ours: `heard …` or another file; killed (SIGKILL) after `killAfter` ms, if it still runs then. */
export function start(place: Place, file: string, args: readonly string[], killAfter: number | null = null) {
  const began = performance.now();
  const env = { PATH: process.env.PATH ?? '', ...place.env };
  const child = spawn(process.execPath, [join(root, file), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const ended = new Promise<Ended>((give) =>
    child.on('close', (code, signal) => {
      if (timer) clearTimeout(timer);
      give({ code, signal, said, ms: performance.now() - began });
    })
  );
  return { child, ended, said: () => said };
}

export const heard = (place: Place, args: readonly string[], killAfter: number | null = null): Promise<Ended> =>
  start(place, 'src/commands/heard.ts', args, killAfter).ended;

/** Children with a contact each, a hundred in a transaction. Returns contact id to child id. */
export async function populate(app: App, many: number): Promise<Map<string, string>> {
  const contacts = new Map<string, string>();
  while (contacts.size < many)
    await within(command(app), async (ctx) => {
      for (let at = 0; at < 100 && contacts.size < many; at += 1) {
        const childId = await saveChild(ctx, { firstName: 'Child', lastName: String(contacts.size), bornOn: '2015-04-05' });
        const id = await saveContact(ctx, { childId, relation: 'mother', name: 'Somebody 0', email: 'somebody@post.example' });
        contacts.set(id, childId);
      }
    });
  return contacts;
}
