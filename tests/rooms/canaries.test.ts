import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { run as importing } from '#commands/import.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { saveAudiences } from '#lib/consultations/drafts.server.ts';
import { addNote } from '#lib/consultations/noting.server.ts';
import { seeOwn } from '#lib/consultations/heard.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import type { Context } from '#lib/context.ts';
import { importFolder } from '#lib/imports/imports.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { makeLink, useLink } from '#lib/sign-in/workers/links.server.ts';
import { makeRecoveryCodes } from '#lib/sign-in/workers/recovery.server.ts';
import { checkSecret, chooseSecret } from '#lib/sign-in/secrets/secrets.server.ts';
import { command, job, staffActor, testApp, visitor } from '#tests/setup/app.ts';
import { canary, filesIn, finds, numberCanary, rowsIn, type Hay } from '#tests/setup/canaries.ts';
import { answer, draftOf, sendIt } from '#tests/setup/cast.ts';
import { freshFolder, testDatabase } from '#tests/setup/database.ts';

const words = (...names: string[]) => Object.fromEntries(names.map((name) => [name, canary()]));
const secrets: Record<string, string> = {
  ...words(
    'first name',
    'last name',
    'known as',
    'sibling group',
    'worker',
    'worker called',
    'worker mail',
    'contact',
    'contact mail',
    'street'
  ),
  ...words('wrong name', 'wrong date', 'wrong relation', 'wrong mail'),
  ...words(
    'private answer',
    'answer to be told',
    'shared answer',
    'named person',
    'later words',
    'unsent words',
    'note',
    'error message'
  ),
  'worker phone': numberCanary(9),
  'contact phone': numberCanary(9)
};
const s = (name: string) => secrets[name] ?? '';

// It reads everything there is, again and again.
vi.setConfig({ testTimeout: 60_000 });

let t: Awaited<ReturnType<typeof testApp>>;
let temporary: string;
/** All that was printed or logged while this file ran. */
const printed: string[] = [];

beforeAll(async () => {
  temporary = await freshFolder();
  vi.stubEnv('TMPDIR', temporary);
  t = await testApp();
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation(
      (part) => (printed.push(typeof part === 'string' ? part : Buffer.from(part).toString('latin1')), true)
    );
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation((...parts) => void printed.push(parts.map(String).join(' ')));
});
afterEach(async () => {
  expect(finds(await everything(), secrets)).toEqual([]);
});

/** Everything that is kept or printed: database (its files, or its rows), data folder, temporary files, output. */
async function everything(): Promise<Hay> {
  const { dataDir, databaseUrl } = t.app.settings;
  const database =
    testDatabase === 'sqlite' ? filesIn(dirname(databaseUrl.slice('sqlite:'.length))) : await rowsIn(t.app.database.db);
  return new Map([...database, ...filesIn(dataDir), ...filesIn(temporary), ['output', Buffer.from(printed.join('\n'))]]);
}

async function councilFiles(): Promise<string> {
  const dir = join(await freshFolder(), 'files');
  await mkdir(dir);
  const csv = (name: string, ...lines: string[]) => writeFile(join(dir, `${name}.csv`), `${lines.join('\n')}\n`);
  await csv(
    'staff',
    'staff_id,name,called,email,phone,role,desk',
    `W1,${s('worker')} Doe,${s('worker called')},${s('worker mail')}@council.example,07${s('worker phone')},iro,iro-team`,
    `W2,${s('wrong name')},,${s('wrong mail')}@@,,iro,`
  );
  await csv(
    'children',
    'lcs_id,first_name,last_name,known_as,date_of_birth,entered_care_on,sibling_group',
    `0000001,${s('first name')},${s('last name')},${s('known as')},2017-03-09,2024-01-08,${s('sibling group')}`,
    `0000002,${s('wrong name')},Doe,,${s('wrong date')},2024-01-08,`
  );
  await csv(
    'contacts',
    'contact_ref,lcs_id,relationship,name,email,phone,postal_address,may_be_invited,in_circle',
    `C1,0000001,mother,${s('contact')} Doe,${s('contact mail')}@post.example,07${s('contact phone')},"1 ${s('street')} Road, Otherton, ZZ99 9ZZ",yes,yes`,
    `C2,0000001,${s('wrong relation')},${s('wrong name')},,,,yes,yes`
  );
  await csv(
    'allocations',
    'allocation_ref,lcs_id,staff_id,role,start_date,reason',
    `A1,0000001,W1,iro,2025-01-06,${s('wrong name')}`
  );
  await csv('reviews', 'review_ref,lcs_id,due_on', 'R1,0000001,2026-12-14');
  return dir;
}

/** Contexts until one is asked for too often: as if the machine had gone. `asked` says how many there were. */
function failingAfter(times: number) {
  const state = { asked: 0 };
  const contexts = (): Context => {
    state.asked += 1;
    if (state.asked > times) throw new Error('the machine went');
    return t.as(command);
  };
  return { state, contexts };
}

test('what is looked for would be found', () => {
  const secret = s('note');
  const wide = Buffer.from(`x${secret}x`, 'utf16le');
  const kept: [string, Buffer][] = [
    ['plain', Buffer.from(`ab${secret}cd`)],
    ['upper', Buffer.from(secret.toUpperCase())],
    ['wide', wide],
    ['swapped', Buffer.from(wide).swap16()],
    ['hex', Buffer.from(Buffer.from(secret).toString('hex'))]
  ];
  const encoded = ['', 'a', 'ab', 'abc'].map((before): [string, Buffer] => [
    `base64 after ${before.length}`,
    Buffer.from(Buffer.from(`${before}${secret}, and more`).toString('base64'))
  ]);
  for (const [place, bytes] of [...kept, ...encoded])
    expect([place, finds(new Map([[place, bytes]]), { note: secret }).length > 0]).toEqual([place, true]);
  expect(
    finds(
      new Map([
        ['id', Buffer.from('a739518b')],
        ['said', Buffer.from('"739518"')]
      ]),
      { pin: '739518' }
    )
  ).toEqual(['said: pin (UTF-8)']);
});

test('an import that stops half-way, staged rows and all; tried, applied, repeated, each with its report', async () => {
  const dir = await councilFiles();
  const given = { dir, apply: true, mappingFile: null, photosDir: null, system: 'case-system' };
  const dry = failingAfter(Infinity);
  await importFolder(dry.contexts, { ...given, apply: false });
  let staged = 0;
  // Where a dry run ends, applying is about to begin.
  for (let times = dry.state.asked - 10; staged === 0; times += 1) {
    const error = await importFolder(failingAfter(times).contexts, given).catch((error: unknown) => error);
    if (!(error instanceof Error)) throw new Error('the import never stopped half-way');
    const left = await t
      .as(command)
      .db.selectFrom('staged_rows')
      .innerJoin('imports', 'imports.id', 'staged_rows.import_id')
      .select('staged_rows.id')
      .where('imports.state', '=', 'applying')
      .execute();
    staged = left.length;
  }
  expect(finds(await everything(), secrets)).toEqual([]);
  const codes = [];
  for (const args of [[dir], [dir, '--apply'], [dir, '--apply']])
    codes.push(await importing(args, t.app, (line) => printed.push(line)));
  // One that goes on where it stopped has named its problems already.
  expect(codes).toEqual([1, expect.toBeOneOf([0, 1]), 1]);
  expect(printed.join('\n')).toMatch(/children\.csv line 3/);
});

test('ways in: card, PIN, a wrong PIN, a worker’s link; a draft, sending, reading, a note, a nudge', async () => {
  const { db } = t.as(command);
  const child = await db.selectFrom('children').select('id').executeTakeFirstOrThrow();
  const worker = await db.selectFrom('staff').select('id').where('email_index', 'is not', null).executeTakeFirstOrThrow();
  const { code } = await makeCard(t.as(command), child.id);
  const { actor: byCard } = await useCard(t.as(visitor), code);
  const pin = '739518';
  const { actor, token } = await chooseSecret(t.as(byCard), { kind: 'pin', pin });
  await expect(checkSecret(t.as(byCard), { kind: 'pin', pin: '850629' })).rejects.toThrow('invalid');
  const link = await makeLink(t.as(command), worker.id);
  const { actor: byLink, token: visit } = await useLink(t.as(visitor), link);
  const codes = await makeRecoveryCodes(t.as(byLink));
  // The link opens no work: that begins with a passkey.
  const iro = staffActor(worker.id);
  Object.assign(secrets, {
    pin,
    'wrong pin': '850629',
    'card code': code,
    'a child’s cookie': token,
    'a worker’s link': link,
    'a worker’s cookie': visit,
    'a recovery code': codes[0] ?? '',
    'a recovery code in one': (codes[1] ?? '').replaceAll(' ', '')
  });

  const ctx = () => t.as(actor);
  const contact = await db.selectFrom('contacts').select('id').executeTakeFirstOrThrow();
  const draft = await draftOf(ctx(), child.id);
  await answer(ctx(), draft.id, { change: s('private answer') });
  await answer(
    ctx(),
    draft.id,
    { since: s('answer to be told') },
    { open: 'feelings', audience: { kind: 'tell', people: [{ kind: 'contact', id: contact.id }] } }
  );
  await answer(ctx(), draft.id, { 'general-more': s('shared answer') }, { audience: { kind: 'at_my_review' } });
  await answer(ctx(), draft.id, { 'family-who': [s('named person')] });
  const first = await sendIt(ctx(), draft.id);
  await answer(ctx(), draft.id, { change: s('later words') });
  await saveAudiences(ctx(), draft.id, { change: { kind: 'at_my_review' } });
  const second = await sendIt(ctx(), draft.id);
  await answer(ctx(), draft.id, { change: s('unsent words') });
  await addNote(t.as(iro), second.contributionId, s('note'));
  const mails: string[] = [];
  await sendOutbox(
    t.as(job),
    { send: async (mail) => void mails.push(`${mail.subject} ${mail.text}`), close: () => undefined },
    'https://mysay.example'
  );
  expect(mails.length).toBeGreaterThan(0);
  expect(finds(new Map([['mail', Buffer.from(mails.join('\n'))]]), secrets)).toEqual([]);

  // All of it is there, for those who may read it.
  const read = JSON.stringify([
    await readContribution(t.as(iro), first.contributionId),
    await readContribution(t.as(iro), second.contributionId),
    await seeOwn(ctx(), child.id, first.contributionId)
  ]);
  for (const name of [
    'private answer',
    'answer to be told',
    'shared answer',
    'named person',
    'later words',
    'note',
    'worker called'
  ])
    expect([name, read.includes(s(name))]).toEqual([name, true]);
});

test('an error that quotes what somebody wrote is logged without it', async () => {
  const { handleError } = await import('../../src/hooks.server.ts');
  const before = printed.length;
  const error = Object.assign(new Error(`no such column: ${s('error message')}`), { code: 'SQLITE_ERROR' });
  // Of Kit's event it reads no more than this.
  const event = { locals: {} } as Parameters<typeof handleError>[0]['event'];
  await handleError({ error, event, status: 500, message: 'Internal Error' });
  expect(printed.slice(before).join('\n')).toMatch(/SQLITE_ERROR/);
});
