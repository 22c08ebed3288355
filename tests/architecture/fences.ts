import { posix } from 'node:path';
import { exceptions, leans, namesThatSayNothing, packages, rooms, type Place } from './house.ts';
import { importsOf, type Import, type Source } from './sources.ts';

const order: readonly string[] = rooms;

type Exception = Readonly<{ file: string; may: Place; why: string }>;
type Standing = Readonly<{ place: Place; room: string | null }>;

/** Where a file stands, by its path; null for what is no part of the house (styles, words as JSON, the app's shell). */
export function placeOf(path: string): Standing | null {
  const inRoom = /^src\/lib\/([^/]+)\/.+/.exec(path);
  if (inRoom?.[1] === 'server') return { place: 'server', room: null };
  if (inRoom?.[1]) return { place: kindOf(path), room: inRoom[1] };
  const outside: readonly (readonly [RegExp, Place])[] = [
    [/^src\/lib\/[^/]+\.ts$/, 'ground'],
    [/^src\/hooks\.server\.ts$/, 'door'],
    [/^src\/routes\/.*(\.server|\+server)\.ts$/, 'door'],
    [/^src\/(routes\/|hooks\.client|service-worker)/, 'page'],
    [/^src\/forms\//, 'forms'],
    [/^src\/locales\//, 'words'],
    [/^src\/ui\//, 'look'],
    [/^src\/jobs\//, 'job'],
    [/^src\/commands\//, 'command']
  ];
  const found = outside.find(([pattern]) => pattern.test(path));
  return found ? { place: found[1], room: null } : null;
}

function kindOf(path: string): Place {
  if (path.endsWith('store.server.ts')) return 'shelf';
  if (path.endsWith('.server.ts')) return 'verb';
  return path.endsWith('.svelte') ? 'picture' : 'noun';
}

/** `#lib/people/staff.ts` or `./staff.ts` as a path from the root; null for a package. */
export function pathOf(from: string, importer: string): string | null {
  if (from.startsWith('#')) return `src/${from.slice(1)}`;
  return from.startsWith('.') ? posix.normalize(posix.join(posix.dirname(importer), from)) : null;
}

/** Every fence a file crosses, as sentences that name the file and whom to ask instead. */
export function crossed(source: Source, allowed: readonly Exception[] = exceptions): string[] {
  const here = placeOf(source.path);
  const name = posix.basename(source.path).split('.')[0] ?? '';
  const faults = namesThatSayNothing.includes(name)
    ? [`${source.path} is called ${name}, which says nothing: find its noun, and a room for it.`]
    : [];
  if (!here) return faults;
  if (here.room && !order.includes(here.room))
    return [
      ...faults,
      `${source.path} stands in a room nobody knows: put ${here.room} in its place in tests/architecture/house.ts.`
    ];
  for (const one of importsOf(source)) {
    const fault = faultOf(source.path, here, one, allowed);
    if (fault) faults.push(`${source.path} imports ${one.from}: ${fault}`);
  }
  return faults;
}

function faultOf(importer: string, here: Standing, { from, types }: Import, allowed: readonly Exception[]): string | null {
  const path = pathOf(from, importer);
  if (path === null) return foreign(importer, from);
  if (/^\.\.\/.*\//.test(from)) return `do not climb; write #${path.slice('src/'.length)}.`;
  if (!/\.(ts|svelte|json|css|js)$/.test(path) && !path.includes('$types')) return 'write the file ending.';
  const there = placeOf(path);
  if (!there || path.includes('$types') || /\.(json|css)$/.test(path)) return null;
  const rooms = acrossRooms(here, there);
  if (rooms || allowed.some(({ file, may }) => file === importer && may === there.place)) return rooms;
  return byKind(here, there, types);
}

function foreign(importer: string, from: string): string | null {
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
  const doors = packages[name];
  return doors && !doors.includes(importer) ? `${name} has one door: ask ${doors.join(' or ')}.` : null;
}

function acrossRooms(here: Standing, there: Standing): string | null {
  if (!there.room || here.room === there.room) return null;
  if (there.place === 'shelf')
    return `the shelf of ${there.room} is opened by its own verbs only; ask the room ${there.room} (its .server.ts verbs).`;
  if (!order.includes(there.room)) return `there is no room ${there.room}.`;
  if (!here.room || order.indexOf(there.room) < order.indexOf(here.room)) return null;
  return (
    `${here.room} stands above ${there.room} and may lean only on rooms above itself. ` +
    `Let ${there.room} ask ${here.room}, or let the route ask ${there.room} and pass the answer in.`
  );
}

const names: Readonly<Record<Place, string>> = {
  page: 'a page',
  door: "a route's server file",
  job: 'a job',
  command: 'a command',
  verb: 'a verb',
  shelf: 'a store',
  noun: 'a noun',
  picture: 'a component of a room',
  forms: 'a form',
  words: 'src/locales',
  look: 'src/ui',
  server: 'src/lib/server',
  ground: 'the ground (context, permissions, relations, sealed rows, errors)'
};

function byKind(here: Standing, there: Standing, types: boolean): string | null {
  const { on, types: typesOn = [], instead } = leans[here.place];
  if (on.includes(there.place) || (types && typesOn.includes(there.place))) return null;
  const room = there.room ? ` (ask the room ${there.room})` : '';
  return `${names[here.place]} may not import ${names[there.place]}; ${instead}${room}.`;
}
