import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person, RunningDemo } from './server.ts';
import { heard } from './heard.ts';

/**
 * Whose story it is: each story has a child of the example council to itself, so that none depends on another.
 * `reader` is who reads what that child sends, as the demo's list calls them.
 */
const children = {
  'without scripts': { caseId: '0207025', called: 'Poppy', reader: 'iro' },
  keyboard: { caseId: '0207573', called: 'Freya', reader: 'iro' },
  'two devices': { caseId: '0206751', called: 'Evie', reader: 'cover-iro' },
  'ran out': { caseId: '0208121', called: 'Chloe', reader: 'cover-iro' },
  'card alone': { caseId: '0204422', called: 'Layla', reader: 'iro' },
  'double tap': { caseId: '0205107', called: 'Zosia', reader: 'cover-iro' },
  'back and again': { caseId: '0206888', called: 'Ibrahim', reader: 'cover-iro' },
  'two tabs': { caseId: '0207847', called: 'Gwen', reader: 'cover-iro' },
  'no answer': { caseId: '0207299', called: 'Millie', reader: 'cover-iro' },
  strangers: { caseId: '0207984', called: 'Tomek', reader: 'iro' },
  discreet: { caseId: '0204970', called: 'Seren', reader: 'cover-iro' },
  leaves: { caseId: '0208395', called: 'Ruby', reader: 'cover-iro' },
  'no room': { caseId: '0208943', called: 'Ana', reader: 'cover-iro' },
  '8-11 writes': { caseId: '0207162', called: 'Leo', reader: 'cover-iro' },
  '8-11 has sent': { caseId: '0207710', called: 'Rayan', reader: 'cover-iro' },
  '8-11 comes in': { caseId: '0207436', called: 'Daniel', reader: 'cover-iro' },
  '12-17 writes': { caseId: '0209080', called: 'Callum', reader: 'iro' },
  '12-17 has sent': { caseId: '0208669', called: 'Jas', reader: 'cover-iro' },
  '12-17 comes in': { caseId: '0209217', called: 'Darya', reader: 'cover-iro' },
  'staff screens': { caseId: '0208532', called: 'Filmon', reader: 'iro' }
} as const;

export type Card = Readonly<{ called: string; code: string; reader: Person }>;

/** A new card for the child of this story, made as an operator makes it: with `npm run heard -- cards`. */
export async function cardOf(demo: RunningDemo, story: keyof typeof children): Promise<Card> {
  const { caseId, called, reader } = children[story];
  const folder = await mkdtemp(join(tmpdir(), 'heard-card-'));
  try {
    const file = join(folder, 'cards.html');
    await heard(demo, 'cards', '--child', caseId, '--out', file);
    const code = /class="code"[^>]*>([^<]+)</.exec(await readFile(file, 'utf8'))?.[1];
    if (!code) throw new Error(`There is no code on the card of ${called}.`);
    return { called, code, reader: demo.person(reader) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
