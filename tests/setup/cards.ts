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
  'without scripts': { caseId: '0204422', called: 'Layla', reader: 'iro' },
  keyboard: { caseId: '0207436', called: 'Daniel', reader: 'cover-iro' },
  'two devices': { caseId: '0206751', called: 'Evie', reader: 'cover-iro' },
  'ran out': { caseId: '0208121', called: 'Chloe', reader: 'cover-iro' },
  'card alone': { caseId: '0209080', called: 'Callum', reader: 'iro' },
  'double tap': { caseId: '0205107', called: 'Zosia', reader: 'cover-iro' },
  'back and again': { caseId: '0205381', called: 'Minh', reader: 'cover-iro' },
  'two tabs': { caseId: '0205244', called: 'Hodan', reader: 'cover-iro' },
  'no answer': { caseId: '0207299', called: 'Millie', reader: 'cover-iro' },
  strangers: { caseId: '0207984', called: 'Tomek', reader: 'iro' },
  discreet: { caseId: '0204970', called: 'Seren', reader: 'iro-4' },
  leaves: { caseId: '0208395', called: 'Ruby', reader: 'iro-4' },
  'no room': { caseId: '0208943', called: 'Ana', reader: 'iro-4' },
  '8-11 writes': { caseId: '0207162', called: 'Leo', reader: 'iro-4' },
  '8-11 has sent': { caseId: '0207710', called: 'Rayan', reader: 'iro-4' },
  '8-11 comes in': { caseId: '0207847', called: 'Gwen', reader: 'cover-iro' },
  '12-17 writes': { caseId: '0208806', called: 'Lewis', reader: 'cover-iro' },
  '12-17 has sent': { caseId: '0208669', called: 'Jas', reader: 'cover-iro' },
  '12-17 comes in': { caseId: '0209217', called: 'Darya', reader: 'cover-iro' },
  looks: { caseId: '0207025', called: 'Poppy', reader: 'iro' },
  'first visit': { caseId: '0207573', called: 'Freya', reader: 'iro' },
  'in Welsh': { caseId: '0208943', called: 'Ana', reader: 'iro-4' },
  'in Arabic': { caseId: '0204559', called: 'Yusuf', reader: 'iro' },
  'is told': { caseId: '0209354', called: 'Priyanka', reader: 'cover-iro' },
  asks: { caseId: '0206614', called: 'Samuel', reader: 'iro' },
  'asks without scripts': { caseId: '0206066', called: 'Ozzy', reader: 'iro' },
  'asks under cover': { caseId: '0206888', called: 'Ibrahim', reader: 'cover-iro' },
  'four taps': { caseId: '0205518', called: 'Alfie', reader: 'iro' },
  'not safe': { caseId: '0206340', called: 'Theo', reader: 'iro-4' },
  'no signal': { caseId: '0205655', called: 'Isla', reader: 'cover-iro' },
  'takes back': { caseId: '0205792', called: 'Noah', reader: 'iro-4' },
  'has a worry': { caseId: '0206203', called: 'Maja', reader: 'cover-iro' },
  'side by side': { caseId: '0206477', called: 'Bethan', reader: 'cover-iro' },
  'who is asked': { caseId: '0207299', called: 'Millie', reader: 'cover-iro' },
  'is asked about': { caseId: '0206066', called: 'Ozzy', reader: 'iro' },
  'is hidden': { caseId: '0206888', called: 'Ibrahim', reader: 'cover-iro' },
  'asked by keyboard': { caseId: '0205244', called: 'Hodan', reader: 'cover-iro' },
  'card is replaced': { caseId: '0209080', called: 'Callum', reader: 'iro' },
  'handed over': { caseId: '0207025', called: 'Poppy', reader: 'iro' },
  'is watched': { caseId: '0208532', called: 'Filmon', reader: 'iro' },
  'staff screens': { caseId: '0208532', called: 'Filmon', reader: 'iro' }
} as const;

export type Story = keyof typeof children;

export type Card = Readonly<{
  /** What the child is called, on their own pages and on those of workers. */
  called: string;
  code: string;
  /** The number they have, or will make. */
  pin: string;
  reader: Person;
}>;

/** The card of the child of this story: the one in the demo's list, or a new one, made as an operator makes it. */
export async function cardOf(demo: RunningDemo, story: Story): Promise<Card> {
  const { caseId, called, reader: readBy } = children[story];
  const listed = demo.people.find((person) => person.role === 'child' && person.name === called);
  const reader = demo.person(readBy);
  if (listed?.code && listed.pin) return { called, code: listed.code, pin: listed.pin, reader };
  return { called, code: await newCard(demo, caseId), pin: '418206', reader };
}

/** Runs `npm run heard -- cards` and reads the code off the printed card. */
async function newCard(demo: RunningDemo, caseId: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heard-card-'));
  try {
    const file = join(folder, 'cards.html');
    await heard(demo, 'cards', '--child', caseId, '--out', file);
    const code = /class="code"[^>]*>([^<]+)</.exec(await readFile(file, 'utf8'))?.[1];
    if (!code) throw new Error('There is no code on the printed card.');
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
