import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { App } from '#lib/server/app.ts';
import { withdraw } from '#lib/invitations/inviting.server.ts';
import { letterFor } from '#lib/invitations/letters.server.ts';
import { within } from '#lib/context.ts';
import { startContributorSession } from '#lib/sign-in/sign-in.server.ts';
import { beside } from '#tests/setup/asked-beside.ts';
import { visitor } from '#tests/setup/app.ts';
import { finds, type Hay } from '#tests/setup/canaries.ts';
import { actionsWith, addressesWith, askerOf, essence, everythingAt, type Asker } from '#tests/setup/crawl.ts';
import { asPerson } from '#tests/setup/way.ts';
import { expect, test } from '#tests/setup/story.ts';
import { familyWithSecrets, type Family, type Who } from '#tests/setup/family.ts';

test('whoever was asked finds nothing of anybody else, wherever they look and whatever they post', async ({ demo, visit }) => {
  await beside(demo, async (app) => {
    const family = await familyWithSecrets(app, demo);
    const known = await everyId(app);
    for (const who of ['mother', 'father', 'carer', 'teacher'] as const) {
      const ask = askerOf(demo.url, await cookieOf(family, who));
      const others = othersThan(family, who);
      // With ids of others in their addresses, the next story asks; here one of them does, and all follow every link.
      const hay = await everythingAt(ask, addressesWith(who === 'father' ? known.of(family, 'sample') : [inventedId()]));
      expect(
        places(hay).filter((place) => / \(5\d\d\)$/.test(place)),
        `${who}: no address fails`
      ).toEqual([]);
      expect(
        places(hay).filter((place) => place.startsWith('GET /views (200)')),
        `${who} is in`
      ).toHaveLength(1);
      expect(finds(hay, others), who).toEqual([]);
      expect(finds(await postedAt(ask, known.of(family, 'sample')), others), `${who} posts`).toEqual([]);
    }
    const carer = askerOf(demo.url, await cookieOf(family, 'carer'));
    expect((await carer('GET', '/views')).body, 'a carer is told where the review is').toContain(family.secrets['the venue']);
    // What is printed and posted for the mother.
    const letter = await letterFor(app.context(family.iro), family.letterId, demo.url);
    expect(finds(new Map([['letter', Buffer.from(JSON.stringify(letter))]]), othersThan(family, 'mother'))).toEqual([]);
    const sam = await visit();
    await asPerson(sam, demo.person('iro'));
    for (const address of [`/staff/letters/${family.letterId}`, `/staff/letters/${family.letterId}/form`]) {
      const page = await sam.context().request.get(address);
      expect(page.status(), address).toBe(200);
      expect(finds(new Map([[address, await page.body()]]), othersThan(family, 'mother')), address).toEqual([]);
    }
  });
});

test('an id of somebody else and an invented one are the same, for everybody who was asked', async ({ demo }) => {
  await beside(demo, async (app) => {
    const family = await familyWithSecrets(app, demo);
    const known = await everyId(app);
    const ask = askerOf(demo.url, await cookieOf(family, 'mother'));
    const made = inventedId();
    const photo = /\/photo\/([0-9a-f-]{36})/.exec((await ask('GET', '/views')).body)?.[1];
    expect(photo, 'she sees who reads what she writes').toBeDefined();
    const routes = addressesWith([':id']).filter((path) => path.includes(':id') && !/^\/(demo|gallery)/.test(path));
    expect(routes.length).toBeGreaterThan(8);
    for (const route of routes) {
      const nothing = essence(await ask('GET', route.replaceAll(':id', made)), made);
      for (const id of known.of(family, 'all').filter((one) => one !== photo)) {
        const given = await ask('GET', route.replaceAll(':id', id));
        expect(essence(given, id), `${route} with ${known.what(id)}`).toEqual(nothing);
      }
    }
  });
});

test('whoever is excluded, was a carer before, or whose invitation was taken back, finds what a stranger finds', async ({
  demo
}) => {
  await beside(demo, async (app) => {
    const family = await familyWithSecrets(app, demo);
    const cookies = new Map<Who, string>();
    // A visit that was open when the IRO took the invitation back is over with it.
    for (const who of ['oldCarer', 'grandfather', 'father'] as const) cookies.set(who, await cookieOf(family, who));
    await withdraw(app.context(family.iro), family.ids.father);
    const known = await everyId(app);
    for (const [who, cookie] of cookies) {
      const ask = askerOf(demo.url, cookie);
      // A stranger whose browser has a visit too, one that never was.
      const stranger = askerOf(demo.url, cookie.replace(/.{12}$/, 'invented-now'));
      const hay = await everythingAt(ask, addressesWith(known.of(family, 'sample')));
      expect(finds(hay, family.secrets), who).toEqual([]);
      for (const path of addressesWith(known.of(family, 'sample')).filter((one) => !/^\/(leave|demo)/.test(one)))
        expect(essence(await ask('GET', path), null), `${who} at ${path}`).toEqual(essence(await stranger('GET', path), null));
    }
    // Nor do mails and texts, sent and to be sent, say anything of anybody but to whom they go.
    const said = Object.fromEntries(Object.entries(family.secrets).filter(([name]) => !name.endsWith(': mail')));
    expect(finds(await sentBy(demo.dir), said)).toEqual([]);
  });
});

const inventedId = () => randomUUID().replace(/^(.{14})./, '$17');
const places = (hay: Hay): string[] => [...hay.keys()];

/** A visit of theirs, as their code or letter would open it. */
async function cookieOf({ app, ids, childId }: Family, who: Who): Promise<string> {
  const ctx = app.context(visitor);
  const started = await within(ctx, (ctx) => startContributorSession(ctx, { contactId: ids[who], childId, assurance: 'letter' }));
  return `s=${started.token}`;
}

/** Every secret that is not their own. A carer is told the venue: the IRO ticked it. */
function othersThan({ secrets, own }: Family, who: Who): Record<string, string> {
  const mine: readonly string[] = [...own[who], ...(who === 'carer' ? ['the venue'] : [])];
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => !mine.includes(name)));
}

/** Every action there is, posted with ids of others in every field that an action of ours reads. */
async function postedAt(ask: Asker, ids: readonly string[]): Promise<Hay> {
  const hay: Hay = new Map();
  const fields = ['id', 'draft', 'contact', 'invitation', 'contribution', 'request', 'submission', 'which', 'item', 'person'];
  for (const action of actionsWith([...ids.slice(0, 3), 'p01', 'k01', 'h01', 'sooner', 'beside']))
    for (const id of ids.slice(0, 3)) {
      if (/^\/(leave|demo|sign-in|views\/language)/.test(action)) continue;
      const given = await ask('POST', action, Object.fromEntries(fields.map((field) => [field, id])));
      hay.set(`POST ${action} (${given.status})`, Buffer.from(`${given.headers}\n${given.body}`));
    }
  return hay;
}

/** Ids of everything there is in the database: of this family, and some of other children's. */
async function everyId(app: App) {
  const tables = [
    'children',
    'contacts',
    'invitations',
    'letters',
    'contributions',
    'answers',
    'drafts',
    'items',
    'requests',
    'reviews',
    'staff',
    'attachments',
    'entry_codes',
    'invitation_sendings',
    'notes',
    'accounts'
  ] as const;
  const found: { id: string; table: string; child: string | null }[] = [];
  for (const table of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(app.database.db);
    for (const row of rows)
      found.push({
        id: String(row['id']),
        table,
        child: String(row['child_id'] ?? row['about_child_id'] ?? (table === 'children' ? row['id'] : ''))
      });
  }
  const each = (many: number, fits: (one: (typeof found)[number]) => boolean) =>
    tables.flatMap((table) => found.filter((one) => one.table === table && fits(one)).slice(0, many));
  return {
    /** `sample`: one of each table, of this child where there is one; `all`: several, of this child and of others. */
    of: ({ childId }: Family, how: 'sample' | 'all') =>
      (how === 'sample'
        ? tables.flatMap(
            (table) =>
              found.find((one) => one.table === table && one.child === childId) ?? found.find((one) => one.table === table) ?? []
          )
        : [...each(3, ({ child }) => child === childId), ...each(1, ({ child }) => child !== childId)]
      ).map(({ id }) => id),
    what: (id: string) => found.find((one) => one.id === id)?.table ?? 'nothing'
  };
}

/** What the demo sent, or would have sent. */
async function sentBy(dir: string): Promise<Hay> {
  const names = await readdir(join(dir, 'demo'));
  const files = names.filter((name) => /post|mail|text/.test(name));
  return new Map(await Promise.all(files.map(async (name) => [name, await readFile(join(dir, 'demo', name))] as const)));
}
