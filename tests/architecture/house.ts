/**
 * The house as data: which rooms there are, who may lean on whom, and every exception with its reason.
 * ARCHITECTURE.md says the same in prose; `fences.ts` holds the code to it.
 */

/** The rooms of src/lib, in order: a room may import only rooms above it, so circles cannot exist. */
export const rooms = [
  'audit',
  'notify',
  'attachments',
  'journeys',
  'readability',
  'council',
  'people',
  'guides',
  'children',
  'sign-in',
  'routing',
  'reviews',
  'invitations',
  'not-told',
  'talks',
  'introductions',
  'call-backs',
  'messages',
  'ratings',
  'decisions',
  'requests',
  'consultations',
  'break-glass',
  'looking',
  // Three reading rooms: what a child finds on coming in, what an adult who was asked finds, and what staff need to look at next.
  'home',
  'contributing',
  'inbox',
  'imports',
  // Takes away what all the others keep of one child, and keeps the receipt.
  'erasing'
] as const;

/** What kind of thing a file is; its path says so (see `placeOf` in fences.ts). */
export type Place =
  /** A component of a route, or the script that goes to the browser with it. */
  | 'page'
  /** A route's server file, the hooks. */
  | 'door'
  | 'job'
  | 'command'
  /** A room's `*.server.ts`: what can be done. */
  | 'verb'
  /** A room's `*store.server.ts`: the SQL of its tables. */
  | 'shelf'
  /** A room's other TypeScript: types, small pure questions, data. */
  | 'noun'
  /** A room's component. */
  | 'picture'
  | 'forms'
  | 'words'
  | 'look'
  /** src/lib/server: what it runs on. */
  | 'server'
  /** context, permissions, relations, sealed rows, errors: they belong to no room. */
  | 'ground';

type Leans = Readonly<{ on: readonly Place[]; types?: readonly Place[]; instead: string }>;

/** Who may import whom. `types`: only with `import type`, which is gone when it runs. `instead`: whom to ask otherwise. */
export const leans: Readonly<Record<Place, Leans>> = {
  page: {
    on: ['page', 'noun', 'picture', 'look', 'words'],
    types: ['verb'],
    instead: "let the route's server file ask the room's verb and hand the page a plain object"
  },
  door: {
    on: ['door', 'page', 'verb', 'noun', 'forms', 'words', 'job', 'server', 'ground'],
    types: ['look'],
    instead: 'call a verb of the room'
  },
  job: { on: ['job', 'verb', 'noun', 'words', 'server', 'ground'], instead: 'call a verb of the room' },
  command: { on: ['command', 'job', 'verb', 'noun', 'forms', 'words', 'server', 'ground'], instead: 'call a verb of the room' },
  verb: {
    on: ['verb', 'shelf', 'noun', 'forms', 'words', 'server', 'ground'],
    instead: 'return a plain object and let the page draw it'
  },
  shelf: {
    on: ['shelf', 'server', 'ground'],
    types: ['noun'],
    instead: 'hold SQL only, and let the verbs of the room do the rest'
  },
  noun: {
    on: ['noun', 'words'],
    types: ['ground', 'server', 'look', 'verb'],
    instead: 'stay pure: let a verb read what is needed and pass it in'
  },
  picture: { on: ['noun', 'picture', 'look', 'words'], types: ['verb'], instead: 'take what it shows as props' },
  forms: { on: ['forms'], types: ['noun'], instead: 'stay data: src/lib/journeys walks through it' },
  words: { on: ['words'], instead: 'take values as arguments: words know no rooms' },
  look: { on: ['look'], types: ['words'], instead: 'take finished words as props: src/ui knows no domain word' },
  server: { on: ['server'], types: ['ground'], instead: 'be handed what it needs: src/lib/server knows nothing of the house' },
  ground: { on: ['ground', 'server'], instead: 'be asked by the rooms: what belongs to no room imports no room' }
};

/** Fences crossed on purpose, each with its reason. One that is no longer needed fails the test. */
export const exceptions: readonly Readonly<{ file: string; may: Place; why: string }>[] = [
  {
    file: 'src/lib/home/when.ts',
    may: 'ground',
    why: 'needs dayOf, the calendar day of an instant; only server files import it'
  },
  { file: 'src/lib/inbox/call-back-words.ts', may: 'ground', why: 'needs dayOf; only server files import it' },
  { file: 'src/lib/routing/away.ts', may: 'ground', why: 'needs dayOf; only server files import it' },
  { file: 'src/lib/inbox/team-words.ts', may: 'ground', why: 'needs dayOf; only server files import it' },
  { file: 'src/lib/inbox/wording.ts', may: 'ground', why: 'needs dayOf; only server files import it' },
  { file: 'src/lib/journeys/picture.ts', may: 'look', why: "finds the drawing of a picture's name in a form; drawings are data" },
  {
    file: 'src/lib/journeys/questions/fields.ts',
    may: 'picture',
    why: 'the table of every kind and its face: a missing one does not compile'
  },
  { file: 'src/lib/routing/items.store.server.ts', may: 'noun', why: 'which kinds of item there are is data that SQL needs too' },
  {
    file: 'src/lib/sign-in/cards/card.ts',
    may: 'server',
    why: 'draws a code without bias from the randomness it is handed; only verbs call it'
  },
  {
    file: 'src/lib/server/http/visits.ts',
    may: 'noun',
    why: 'counts what each visit asks, so it must know the name of the cookie of a visit'
  },
  {
    file: 'src/lib/server/database/open.ts',
    may: 'ground',
    why: 'names a full or busy database as a refusal, where the engine says so'
  },
  {
    file: 'src/routes/gallery/questions/samples.ts',
    may: 'forms',
    why: 'the gallery shows every question there is, in the demo and in tests only'
  }
];

/** The one room that may delete from the tables of every other. */
export const deletesEverywhere = {
  room: 'erasing',
  why: 'erasing a child is one transaction over every table; what belongs to a child is data (src/lib/erasing/what-goes.ts)'
} as const;

/** The one row of another's table that is born with the installation, in its transaction. */
export const writesAtBirth = {
  file: 'src/lib/server/keys/installation.ts',
  table: 'audit_head',
  why: 'a log that was emptied is told from one that never was by the note of no entry yet, which is there from the beginning'
} as const;

/** Files that write tables by a list of names instead of by name, and with what. Everybody else names the table. */
export const writesByList: readonly Readonly<{ file: string; how: string; why: string }>[] = [
  { file: 'src/lib/erasing/store.server.ts', how: 'delete from', why: 'its list says what goes with a child' },
  {
    file: 'src/lib/server/keys/sealed-rows.ts',
    how: 'update',
    why: 'sealing anew changes bytes of every sealed column, never what they say'
  }
];

/** Packages that have one door each: behind a change of package stands one file (docs/decisions/0001). */
export const packages: Readonly<Record<string, readonly string[]>> = {
  lucia: ['src/lib/sign-in/lucia.server.ts'],
  i18next: ['src/locales/words.ts'],
  sharp: ['src/lib/attachments/pictures.server.ts'],
  nodemailer: ['src/lib/server/mail.ts'],
  axios: ['src/lib/server/notify.ts'],
  'notifications-node-client': ['src/lib/server/notify.ts'],
  pino: ['src/lib/server/log.ts'],
  pg: ['src/lib/server/database/dialects/postgres.ts'],
  'better-sqlite3': ['src/lib/server/database/dialects/sqlite.ts', 'src/lib/server/database/dialects/sqlite-file.ts'],
  'age-encryption': ['src/lib/server/backup/sealing.ts'],
  compression: ['src/lib/server/http/server.ts'],
  '@node-rs/argon2': ['src/lib/sign-in/hashing.server.ts'],
  '@myriaddreamin/typst-ts-node-compiler': ['src/lib/server/pdf/maker.ts'],
  uqr: ['src/lib/sign-in/cards/square.ts'],
  '@simplewebauthn/server': ['src/lib/sign-in/workers/webauthn.server.ts'],
  'openid-client': ['src/lib/sign-in/council/oidc-client.server.ts'],
  otpauth: ['src/lib/sign-in/workers/totp.server.ts']
};

/** Where English may stand in code: nobody's language is known there, or it is read at the keyboard of the host. */
export const englishMayStand: Readonly<Record<string, string>> = {
  'src/commands/': 'what an operator reads at the keyboard',
  'src/lib/imports/': "the import's report, for an operator",
  'src/lib/server/': 'the start, and what is refused before anybody is known'
};

/** Names that say nothing: a thing without a room is a missing noun. */
export const namesThatSayNothing = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types', 'constants'];

/** Lines. A file that is nothing but data may be as long as its entries are. */
export const sizes = { fileCeiling: 250, fileNinetyFifth: 150, functionCeiling: 50, functionNinetyFifth: 25 } as const;

/** Data, drawings and lists: one screen an entry, as long as its entries are. A file, or a folder ending in `/`. */
export const dataFiles: Readonly<Record<string, string>> = {
  'src/forms/': 'the questions, one line each',
  'src/lib/imports/columns.ts': "the columns of a council's files that we read, one line each",
  'src/lib/server/database/tables.ts': 'the columns of every table, one line each',
  'src/lib/guides/guides.ts': 'every guide and its paragraphs, one line each',
  'src/lib/permissions.ts': 'what each person may do, one line a verb',
  'src/lib/requests/kinds.ts': 'what may be asked for, one entry each',
  'src/routes/gallery/questions/samples.ts': 'one sample of every kind of question',
  'src/lib/server/database/migrations/': 'the columns of every table as they were made',
  'src/lib/sign-in/cards/words-1024.ts': 'a list of words',
  'src/ui/pictures/': 'drawings',
  'src/ui/scenes/': 'drawings'
};
