/**
 * `npm run trial:codes [-- SECONDS]`: strangers try letters' codes, e-mailed codes and addresses at full speed for 60 s,
 * at a running built server. Half of the letters' codes begin as the right one does, and half of the addresses are the
 * mother's own. None may get in, and those whom the codes are for must, while it lasts and afterwards.
 */
import { saveContact } from '#lib/children/children.server.ts';
import type { Context } from '#lib/context.ts';
import { codeOf } from '#lib/invitations/codes.server.ts';
import { invite } from '#lib/invitations/inviting.server.ts';
import { noWords } from '#lib/invitations/invitation.ts';
import { letterFor } from '#lib/invitations/letters.server.ts';
import { linkOf } from '#lib/invitations/sending.server.ts';
import type { App } from '#lib/server/app.ts';
import { command, seedChildren, seedStaff } from './seed.ts';
import { clearAway, newPlace, openPlace, startService } from './service.ts';

const seconds = Number(process.argv[2] ?? 60);
const atOnce = 150;
const mail = 'dawn@post.example';
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

type Answer = Readonly<{ status: number; location: string; cookies: readonly string[] }>;

async function post(origin: string, path: string, fields: Record<string, string>, cookie = ''): Promise<Answer> {
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields)
  });
  await answer.arrayBuffer();
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return { status: answer.status, location: answer.headers.get('location') ?? '', cookies };
}

const some = (from: string, many: number) =>
  Array.from({ length: many }, () => from.charAt(Math.floor(Math.random() * from.length))).join('');
const gotIn = ({ location, cookies }: Answer) =>
  location.startsWith('/views') && cookies.some((one) => /^(__Host-)?s=./.test(one));

/** The mother is asked by e-mail, the father by letter. */
async function people(app: App) {
  const [iro = ''] = await seedStaff(app, 1);
  const [child] = await seedChildren(app, [iro], 1);
  const childId = child?.id ?? '';
  const ctx = (): Context =>
    app.context({ kind: 'staff', id: iro, sessionId: 'trial', assurance: 'passkey', stepUpUntil: null, roles: ['iro'] });
  const ask = async (relation: 'mother' | 'father', way: 'email' | 'letter') => {
    const address = way === 'email' ? { email: mail } : { postal: '3 Example Row' };
    const contactId = await saveContact(command(app), { childId, relation, name: 'Dawn', mayInvite: true, ...address });
    const asking = {
      part: 'invited',
      form: 'parent',
      role: null,
      way,
      language: 'en',
      tellsDay: true,
      tellsVenue: false
    } as const;
    return invite(
      ctx(),
      contactId,
      { ...asking, words: noWords },
      { offered: ['email', 'letter'], sure: { venue: true, note: null } }
    );
  };
  await ask('mother', 'email');
  const father = await ask('father', 'letter');
  const letterId = father.kind === 'asked' ? (father.letterId ?? '') : '';
  const sending = await app.database.db
    .selectFrom('invitation_sendings')
    .select('id')
    .where('way', '=', 'email')
    .executeTakeFirstOrThrow();
  return { letter: (await letterFor(ctx(), letterId, 'x')).code, link: linkOf(ctx(), sending.id) };
}

type Tally = { tries: number; in: number; by: Map<string, number> };

/** One stranger, until the time is over. */
async function guess(origin: string, letter: string, until: number, tally: Tally): Promise<void> {
  let cookie = '';
  for (let at = 0; performance.now() < until; at += 1) {
    const kind = at % 4;
    let answer: Answer;
    if (kind === 0) {
      answer = await post(origin, '/views/in?/ask', { address: at % 8 === 0 ? mail : `${some(symbols, 8)}@post.example` });
      cookie = answer.cookies.at(0) ?? cookie;
    } else if (kind === 1)
      answer = await post(origin, '/views/in?/letter', {
        letter: at % 8 === 1 ? letter.slice(0, 4) + some(symbols, 6) : some(symbols, 10)
      });
    else answer = await post(origin, '/views/in/code?/use', { code: some('0123456789', 8) }, cookie);
    const name = `${['asked for a code', 'letter', 'code', 'code'][kind]}: ${answer.status}`;
    tally.by.set(name, (tally.by.get(name) ?? 0) + 1);
    tally.tries += 1;
    if (gotIn(answer)) tally.in += 1;
  }
}

/** Whoever the codes are for: the father by letter, the mother by her link and the code that comes. Which got in. */
async function rightful(app: App, origin: string, { letter, link }: { letter: string; link: string }) {
  const father = gotIn(await post(origin, '/views/in?/letter', { letter }));
  const asked = await post(origin, `/views/in/${link}?/send`, {});
  const { db } = app.database;
  const row = await db
    .selectFrom('entry_codes')
    .select('id')
    .where('invitation_id', 'is not', null)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  const code = codeOf(command(app), row?.id ?? '');
  const mother = gotIn(await post(origin, '/views/in/code?/use', { code }, asked.cookies.at(0)));
  return { father, mother };
}

const place = await newPlace('codes');
try {
  const app = await openPlace(place);
  const known = await people(app);
  const service = await startService(place);
  const tally: Tally = { tries: 0, in: 0, by: new Map() };
  const until = performance.now() + seconds * 1000;
  const guessing = Promise.all(Array.from({ length: atOnce }, () => guess(place.origin, known.letter, until, tally)));
  await new Promise((go) => setTimeout(go, seconds * 500));
  const during = await rightful(app, place.origin, known);
  await guessing;
  const after = await rightful(app, place.origin, known);
  await service.stop();
  const rows = await app.database.db.selectFrom('entry_codes').select('invitation_id').execute();
  await app.close();
  console.log(
    `${tally.tries} tries in ${seconds} s by ${atOnce} at once (${Math.round(tally.tries / seconds)} a second): ${tally.in} got in`
  );
  for (const [name, many] of [...tally.by].sort()) console.log(`  ${name}: ${many}`);
  console.log(
    `codes kept: ${rows.length}, of them for somebody who is known ${rows.filter((row) => row.invitation_id !== null).length}`
  );
  console.log(
    `rightful, while it lasted: by letter ${during.father}, by link and code ${during.mother}; afterwards: ${after.father}, ${after.mother}`
  );
  process.exitCode = tally.in === 0 && [during, after].every(({ father, mother }) => father && mother) ? 0 : 1;
} finally {
  clearAway(place);
}
