/**
 * Another process that writes while keys change: `writer.ts FILE` changes the contacts listed in FILE one after the
 * other, reads each back, and prints `id value` once it is on disk. Ends on SIGTERM, or with a sentence when something
 * it wrote cannot be read.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { contactOf } from '#lib/children/contacts.server.ts';
import { saveContact } from '#lib/children/children.server.ts';
import { openApp } from '#lib/server/app.ts';
import { readSettings } from '#lib/server/settings.ts';
import { command } from '../seed.ts';

const contacts = readFileSync(process.argv[2] ?? '', 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

const app = await openApp(readSettings());
let ended = false;
process.once('SIGTERM', () => (ended = true));
for (let turn = 1; !ended; turn += 1)
  for (const [id = '', childId = ''] of contacts) {
    if (ended) break;
    const name = `Somebody ${turn}`;
    await saveContact(command(app), { id, childId, relation: 'mother', name });
    process.stdout.write(`${id} ${turn}\n`);
    const read = await contactOf(command(app), id);
    if (read?.name !== name) {
      process.stderr.write(`wrote "${name}" and read "${read?.name}"\n`);
      process.exit(1);
    }
    // SQLite lets the others in only when somebody lets go: a page does a moment's work between one write and the next.
    await pause(5);
  }
await app.close();
