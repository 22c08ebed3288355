import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { childCards } from '#lib/children/children.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import { dayOf, within } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { App } from '#lib/server/app.ts';
import { randomBelow, systemRandom } from '#lib/server/ids.ts';
import { showCode } from '#lib/sign-in/cards/card.ts';
import { makeCard } from '#lib/sign-in/cards/cards.server.ts';
import { castFile, type Cast } from '#lib/sign-in/demo.server.ts';
import { pictureNames, weaknessOfPin } from '#lib/sign-in/secrets/secret.ts';
import { chooseSecret, type Given } from '#lib/sign-in/secrets/secrets.server.ts';
import { endSession, startChildSession } from '#lib/sign-in/sign-in.server.ts';
import { run as council } from './council.ts';
import { adultRoles, cast, type Member } from './demo-cast.ts';
import { sayHellos } from './demo-hellos.ts';
import { askPeople } from './demo-people.ts';
import { sendRatings } from './demo-ratings.ts';
import { sendRequests } from './demo-requests.ts';
import { setRota } from './demo-rota.ts';
import { command, sendViews, source } from './demo-views.ts';
import { shiftExamples } from './example-dates.ts';
import { run as importing } from './import.ts';

/** One person to be, as `demo/people.json` lists them. `signInUrl` is filled in once the address is known. */
export type Person = Readonly<{
  who: string;
  role: Member['role'];
  band: string | null;
  name: string;
  signInUrl: string;
  code: string | null;
  pin: string | null;
  pictures: readonly string[] | null;
}>;

const examples = join(import.meta.dirname, '../../examples');

/**
 * Fills an empty database with the invented council, through the very commands and verbs that a real one uses: the
 * example files are imported, the council's words set, cards made, secrets chosen, a few views sent, a few things asked for and a few adults asked. Gives the people.
 */
export async function buildDemo(app: App, say: (line: string) => void): Promise<Person[]> {
  const folder = join(app.settings.dataDir, 'demo');
  await mkdir(folder, { recursive: true });
  await importExamples(app, join(folder, 'examples'), say);
  await done(council(['load', join(examples, 'council', 'council.json')], app, say), 'The council’s words could not be set.');
  const made = await Promise.all(cast.map((member) => become(app, member)));
  const ids: Cast = Object.fromEntries(made.map(({ person, kind, id }) => [person.who, { kind, id }]));
  await writeFile(castFile(app.settings.dataDir), JSON.stringify(ids, null, 2));
  await sayHellos(app, join(examples, 'hellos.json'));
  await setRota(app);
  await sendViews(app, join(examples, 'views.json'));
  await sendRequests(app, join(examples, 'requests.json'));
  await sendRatings(app, join(examples, 'ratings.json'), join(folder, 'examples', 'reviews.csv'));
  const codes = await askPeople(app, join(examples, 'people.json'));
  return made.map(({ person, id }) => ({ ...person, code: codes.get(id) ?? person.code }));
}

async function importExamples(app: App, to: string, say: (line: string) => void): Promise<void> {
  await shiftExamples(join(examples, 'council'), to, dayOf(command(app).now));
  const lines: string[] = [];
  const code = await importing([to, '--apply', '--photos', join(examples, 'photos')], app, (line) => lines.push(line));
  if (code !== 0) for (const line of lines) say(`  ${line}`);
  if (code === 2) throw new Error('The example files could not be imported.');
}

async function done(running: Promise<number>, otherwise: string): Promise<void> {
  if ((await running) !== 0) throw new Error(otherwise);
}

type Made = Readonly<{ person: Person; kind: Cast[string]['kind']; id: string }>;

async function become(app: App, member: Member): Promise<Made> {
  if (adultRoles.some((role) => role === member.role)) return becomeAdult(app, member);
  const kind = member.role === 'child' ? ('child' as const) : ('staff' as const);
  const { recordId: id } = await source(app, kind, member.source);
  const base = { who: member.who, role: member.role, signInUrl: '' };
  if (kind === 'staff') {
    const card = (await staffCards(command(app), [id])).get(id);
    return {
      person: { ...base, band: null, name: card?.name ?? '', code: null, pin: null, pictures: null },
      kind,
      id
    };
  }
  const card = (await childCards(command(app), [id])).get(id);
  const { code } = await makeCard(command(app), id);
  const secret = newSecret(member.secret ?? 'pin');
  const visit = await within(command(app), (ctx) => startChildSession(ctx, { childId: id, assurance: 'card', device: 'shared' }));
  const { actor } = await chooseSecret(app.context(visit.actor), secret);
  await endSession(app.context(actor));
  const pin = secret.kind === 'pin' ? secret.pin : null;
  const pictures = secret.kind === 'pictures' ? secret.names : null;
  return {
    person: {
      ...base,
      band: card?.band ?? null,
      name: card?.called ?? '',
      code: showCode(code),
      pin,
      pictures
    },
    kind,
    id
  };
}

async function becomeAdult(app: App, { who, role, source: key }: Member): Promise<Made> {
  const { recordId: id } = await source(app, 'contact', key);
  const name = (await contactOf(command(app), id))?.name ?? '';
  const person = { who, role, band: null, name, signInUrl: '', code: null, pin: null, pictures: null };
  return { person, kind: 'contributor', id };
}

function newSecret(kind: 'pin' | 'pictures'): Given {
  if (kind === 'pictures') {
    const left = [...pictureNames];
    return {
      kind,
      names: [1, 2, 3, 4].flatMap(() => left.splice(randomBelow(systemRandom, left.length), 1))
    };
  }
  for (;;) {
    const pin = Array.from({ length: 6 }, () => randomBelow(systemRandom, 10)).join('');
    if (!weaknessOfPin(pin)) return { kind, pin };
  }
}
