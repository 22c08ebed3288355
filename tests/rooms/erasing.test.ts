import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '#commands/erase.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { dayOf } from '#lib/context.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import { addNote } from '#lib/consultations/noting.server.ts';
import { eraseAgain } from '#lib/erasing/again.server.ts';
import { eraseChild, erasures, whatGoes } from '#lib/erasing/erasing.server.ts';
import { goes, goesByMention, stays } from '#lib/erasing/what-goes.ts';
import { addWatchWords } from '#lib/invitations/watching.server.ts';
import { setVenue } from '#lib/reviews/reviews.server.ts';
import { scrub } from '#lib/server/database/dialects/scrub.ts';
import { openEveryField } from '#lib/server/keys/every-field.ts';
import { sealedColumns } from '#lib/server/keys/sealed-columns.ts';
import { answerThread } from '#lib/messages/answering.server.ts';
import { readThread } from '#lib/messages/reading.server.ts';
import { pageOf, sendRequest } from '#lib/requests/sending.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { chooseSecret } from '#lib/sign-in/secrets/secrets.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { askedTown, type AskedTown } from '#tests/setup/asked.ts';
import { canary } from '#tests/setup/canaries.ts';
import { answer, asAsked, draftOf, sendIt } from '#tests/setup/cast.ts';
import { writes } from '#tests/setup/written.ts';
import { testDatabase } from '#tests/setup/database.ts';
import { sourcesIn } from '#tests/architecture/sources.ts';
import { writersOf } from '#tests/architecture/tables.ts';

vi.setConfig({ testTimeout: 60_000 });

let t: AskedTown;
const secret = { words: canary(), note: canary(), venue: canary(), request: canary(), message: canary(), later: canary() };
beforeAll(async () => {
  t = await askedTown();
});

/** Robin as they would be after a year: every way in, everything said, read, noted and asked for. */
async function lived(): Promise<void> {
  const { code } = await makeCard(t.cmd(), t.robin);
  const { actor: byCard } = await useCard(t.as(visitor), code);
  await chooseSecret(t.as(byCard), { kind: 'pin', pin: '739518' });
  const child = () => t.asChild(t.robin);
  const draft = await draftOf(child(), t.robin, t.review);
  await answer(child(), draft.id, { change: secret.words }, { audience: { kind: 'at_my_review' } });
  const { contributionId } = await sendIt(child(), draft.id, { id: t.review, on: '2026-12-14' });
  await readContribution(t.iro(), contributionId);
  await addNote(t.iro(), contributionId, secret.note);
  await setVenue(t.iro(), t.review, secret.venue);
  await addWatchWords(t.iro(), t.robin, 'Elmsleigh');
  const { id } = await t.ask('email', 'dawn@post.example');
  await t.send(id);
  await t.wants({ typed: 'dawn@post.example' });
  await t.letter((await t.ask('letter', 'a letter')).id);
  const ask = pageOf('talk');
  const question = ask.questions.find((one) => one.kind === 'text');
  if (!question) throw new Error('a talk has no words');
  await sendRequest(child(), {
    ...{ id: t.cmd().ids(), kind: 'talk', reviewOn: null, language: 'en', band: '8-11' },
    said: [{ asked: asAsked(ask, question), answer: { value: secret.request, unsure: false } }]
  });
  await writes(child(), secret.message);
}

/** What an operator typed: exit code and lines. */
async function type(...args: string[]) {
  const said: string[] = [];
  return { code: await run(args, t.app, (line) => said.push(line)), said: said.join('\n') };
}

const db = () => t.app.database.db;

test('every table says what becomes of it when a child is erased', () => {
  const [tables] = sourcesIn('src/lib/server/database', ['tables.ts']);
  const known = [...writersOf(tables ?? { path: '', text: '' }).keys()];
  const said = [...goes, ...goesByMention].map(({ table }): string => table).concat(Object.keys(stays));
  expect(said.toSorted()).toEqual(known.toSorted());
});

describe('erasing a child', () => {
  test('waits until somebody has opened what they said, or it is said twice; and asks again', async () => {
    await lived();
    expect(await type(t.robin)).toMatchObject({ code: 2, said: expect.stringContaining('heard erase CHILD --reason') });
    expect(await type('nobody', '--reason', 'over')).toMatchObject({ code: 2, said: 'There is no child nobody.' });
    const unread = await type(t.robin, '--reason', 'over', '--again', t.robin);
    expect(unread).toMatchObject({ code: 2, said: expect.stringContaining('0 views and 1 requests') });
    const [request] = await db().selectFrom('requests').select('id').execute();
    await readRequest(t.iro(), request?.id ?? '');
    const stillUnread = await type(t.robin, '--reason', 'over', '--again', t.robin);
    expect(stillUnread).toMatchObject({ code: 2, said: expect.stringContaining('Nobody has opened 1 messages') });
    const [thread] = await db().selectFrom('message_threads').select('id').execute();
    await readThread(t.iro(), thread?.id ?? '');
    await answerThread(t.iro(), thread?.id ?? '', { id: t.cmd().ids(), text: secret.message, upTo: null });
    expect((await type(t.robin, '--reason', 'over')).said).toContain(`type it again with: --again ${t.robin}`);
    expect((await whatGoes(t.cmd(), t.robin)).counts).toMatchObject({
      ...{ children: 1, contributions: 1, notes: 1, letters: 1, message_threads: 1, messages: 2 }
    });
  });

  test('takes keys and rows, in every table and in the file itself, and nothing of anybody else', async () => {
    const kai = t.asChild(t.kai);
    await answer(kai, (await draftOf(kai, t.kai)).id, { change: secret.later });
    const before = await everythingOf(t.robin);
    expect(before.sealed.length).toBeGreaterThan(15);
    const others = await openEveryField(db(), t.app.vault);

    const done = await type(t.robin, '--reason', 'over', '--again', t.robin);
    expect(done).toMatchObject({ code: 0, said: expect.stringContaining('Erased. Receipt') });
    const until = dayOf(new Date(t.cmd().now.getTime() + t.app.settings.backupDays * 24 * 3600_000));
    expect(done.said).toContain(until);

    expect(await mentions(before.ids)).toEqual([]);
    expect(rawFinds(before.sealed)).toEqual([]);
    const left = await openEveryField(db(), t.app.vault);
    expect(left.damaged).toEqual([]);
    // Three of what lay there were the keys themselves, and the receipt holds its reason.
    expect(others.fields - left.fields).toBeGreaterThanOrEqual(before.sealed.length - 4);
    expect(await draftOf(kai, t.kai)).toMatchObject({ body: { answers: { change: { answer: { value: secret.later } } } } });
    expect(await verifyChain(t.cmd())).toMatchObject({ broken: null });
    const said = await db().selectFrom('audit').select('verb').where('child_id', '=', t.robin).execute();
    expect(said.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(['contribution.send', 'contribution.read', 'child.erase'])
    );
    // Whoever types it once more gets the receipt again, and what comes after is done again.
    expect(await type(t.robin, '--reason', 'over')).toEqual({ code: 0, said: done.said.slice(done.said.indexOf('Erased.')) });
    expect(await type(t.cmd().ids(), '--reason', 'over')).toMatchObject({ code: 2, said: expect.stringContaining('no child') });
    await expect(draftOf(t.asChild(t.robin), t.robin)).rejects.toThrow();
    expect((await erasures(t.cmd())).map(({ childId, by, opensUntil }) => [childId, by, opensUntil])).toEqual([
      [t.robin, 'erase', until]
    ]);
  });

  test('of somebody who has just cried for help happens only on purpose', async () => {
    const child = () => t.asChild(t.kai);
    const draft = await draftOf(child(), t.kai);
    await sendIt(child(), draft.id);
    const how = { childId: t.kai, reason: 'over', backupDays: 35 };
    await expect(eraseChild(t.cmd(), { ...how, unreadToo: false })).rejects.toMatchObject({ fields: { unread: 'unread' } });
    expect((await whatGoes(t.cmd(), t.kai)).unread.views).toBe(1);
    await eraseChild(t.cmd(), { ...how, unreadToo: true });
    await expect(whatGoes(t.cmd(), t.kai)).rejects.toMatchObject({ problem: 'not-found' });
  });

  test('happens again in a copy from before, with everybody who was merged into them', async () => {
    const again = await t.ask('email', 'again@post.example', { childId: t.aleks });
    await db().updateTable('children').set({ merged_into: t.aleks }).where('id', '!=', t.aleks).execute();
    const receipt = {
      id: 'x',
      childId: t.aleks,
      at: t.cmd().now.toISOString(),
      by: 'erase',
      counts: {},
      opensUntil: '2027-01-01'
    };
    expect(await eraseAgain(t.cmd, [receipt, { ...receipt, childId: t.robin }], 35)).toBe(1);
    expect(await eraseAgain(t.cmd, [receipt], 35)).toBe(0);
    // Of somebody who is not in this copy the receipt is kept as it was, once.
    const absent = { ...receipt, id: t.cmd().ids(), childId: t.cmd().ids(), counts: { views: 2 } };
    expect(await eraseAgain(t.cmd, [absent], 35)).toBe(0);
    expect(await eraseAgain(t.cmd, [absent], 35)).toBe(0);
    expect((await erasures(t.cmd())).filter(({ childId }) => childId === absent.childId)).toEqual([absent]);
    expect(await db().selectFrom('children').select('id').execute()).toEqual([]);
    expect(await db().selectFrom('contacts').select('id').where('id', '=', again.contactId).execute()).toEqual([]);
    if (testDatabase === 'sqlite') expect((await sql`pragma foreign_key_check`.execute(db())).rows).toEqual([]);
    expect(await scrub(db())).toEqual({ clean: true, left: '' });
  });
});

/** Ids of everything of theirs, and the ciphertext of every field, as it lies there now. */
async function everythingOf(childId: string) {
  const ids = new Set([childId]);
  for (const { table } of goes) {
    if (table === 'data_keys') continue;
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db());
    for (const row of rows)
      if (Object.values(row).some((value) => typeof value === 'string' && ids.has(value)) && typeof row.id === 'string')
        ids.add(row.id);
  }
  for (const staff of await db().selectFrom('staff').select('id').execute()) ids.delete(staff.id);
  const sealed: Uint8Array[] = [];
  for (const { table, columns } of sealedColumns.filter(({ fixed }) => !fixed)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db());
    for (const row of rows)
      for (const column of columns) {
        const bytes = row[column];
        if (bytes instanceof Uint8Array && ids.has(String(row.id))) sealed.push(bytes);
      }
  }
  const keys = await db().selectFrom('data_keys').select('wrapped').where('subject_id', '=', childId).execute();
  expect(keys.length).toBe(3);
  return { ids: [...ids], sealed: [...sealed, ...keys.map(({ wrapped }) => wrapped)] };
}

/** Which tables still name one of these ids anywhere, but for the log and the receipts. */
async function mentions(ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of [...goes, ...goesByMention].map((one): string => one.table).concat(Object.keys(stays))) {
    if (['audit', 'erasures'].includes(table)) continue;
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db());
    const text = JSON.stringify(rows);
    for (const id of ids) if (text.includes(id)) found.push(`${table}: ${id}`);
  }
  return found;
}

/** How many of these rows of bytes stand in the raw files of the database (SQLite), and how many pages are free. */
function rawFinds(wanted: readonly Uint8Array[]): string[] {
  if (testDatabase !== 'sqlite') return [];
  const file = t.app.settings.databaseUrl.slice('sqlite:'.length);
  return ['', '-wal'].flatMap((end) => {
    const hay = readFileSync(`${file}${end}`);
    return wanted.filter((bytes) => hay.includes(Buffer.from(bytes).subarray(5, 60))).map((_, at) => `${end} ${at}`);
  });
}
