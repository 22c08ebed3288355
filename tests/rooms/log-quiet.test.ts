import { beforeAll, expect, test, vi } from 'vitest';
import { sql } from 'kysely';
import { sentenceFor } from '#commands/command.ts';
import { startJobs } from '#jobs/runner.ts';
import { log } from '#lib/server/log.ts';
import { testApp } from '#tests/setup/app.ts';
import { canary, finds } from '#tests/setup/canaries.ts';
import { testDatabase } from '#tests/setup/database.ts';

vi.setConfig({ testTimeout: 30_000 });

const printed: string[] = [];
const secret = canary();
let t: Awaited<ReturnType<typeof testApp>>;

beforeAll(async () => {
  t = await testApp();
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation(
      (part) => (printed.push(typeof part === 'string' ? part : Buffer.from(part).toString('latin1')), true)
    );
});

/** Real errors of the engine, with a word in everything they may quote: the statement, its values, its detail. */
async function engineErrors(): Promise<unknown[]> {
  const { db } = t.app.database;
  const nothing = { known_as_sealed: null, born_sealed: null, entered_care_on: null, ended_on: null, sibling_group: null };
  const child = {
    ...{ ...nothing, merged_into: null, look: null, avatar: null, comfort: null },
    ...{ id: secret, band: '8-11', language: 'en', interpreter: 0 as const, privacy: 'shared', status: 'in-care', rev: 1 },
    ...{ changed_at: 'x', first_name_sealed: Buffer.from(secret), last_name_sealed: Buffer.from(secret) }
  } as const;
  const insert = () => db.insertInto('children').values(child).execute();
  await insert();
  const failing = [
    insert,
    () => sql`select ${sql.ref(secret)} from children`.execute(db),
    () => sql`select * from ${sql.table(secret)}`.execute(db),
    () => sql`insert into contacts (id, child_id) values (${secret}, ${secret})`.execute(db),
    () => sql`insert into staff (id, reply_days) values (${secret}, ${secret})`.execute(db),
    () => sql.raw(`${secret} is no statement`).execute(db)
  ];
  return Promise.all(
    failing.map((one) =>
      one().then(
        () => null,
        (error: unknown) => error
      )
    )
  );
}

/** What Kit does with an error of a page; gives what the page says. */
async function shown(error: unknown): Promise<string> {
  const { handleError } = await import('../../src/hooks.server.ts');
  // Of Kit's event it reads no more than this.
  const event = { locals: {} } as Parameters<typeof handleError>[0]['event'];
  return JSON.stringify(await handleError({ error, event, status: 500, message: 'Internal Error' }));
}

test('whatever fails and whatever it quotes, nothing of it is printed, nor shown on the page', async () => {
  const errors = await engineErrors();
  expect(
    errors.every((error) => error instanceof Error && JSON.stringify([error.message, error]).includes(secret)) ||
      testDatabase === 'sqlite'
  ).toBe(true);
  const parse = (text: string) => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return error;
    }
  };
  const others = [
    parse(`{"a": ${secret}`),
    new Error(secret),
    Object.assign(new Error(secret), { cause: errors[0] }),
    secret,
    { secret }
  ];
  const pages: string[] = [];
  for (const error of [...errors, ...others]) {
    pages.push(await shown(error));
    log.failure('error', error, { id: secret });
  }
  const said = [...errors, parse(`{"a": ${secret}`)].map((error) => sentenceFor(error));
  const hay = new Map([
    ['printed', Buffer.from(printed.join('\n'))],
    ['pages', Buffer.from(pages.join('\n'))],
    ['said', Buffer.from(said.join('\n'))]
  ]);
  expect(finds(hay, { secret })).toEqual([]);
  expect(printed.join('\n')).toMatch(testDatabase === 'sqlite' ? /"code":"SQLITE_CONSTRAINT_PRIMARYKEY"/ : /"code":"23505"/);
});

test('a job that crashes says its name and the kind of failure, and goes on', async () => {
  printed.length = 0;
  const { db } = t.app.database;
  await sql`alter table outbox rename to ${sql.table(secret)}`.execute(db);
  const stop = startJobs(t.app);
  await expect
    .poll(() => printed.join('\n'), { timeout: 10_000 })
    .toMatch(/"kind":"job-failed","name":"\w+Error|"kind":"job-failed"/);
  stop();
  const lines = printed.map((line) => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'job-failed', job: 'send-outbox' }));
  expect(finds(new Map([['printed', Buffer.from(printed.join('\n'))]]), { secret })).toEqual([]);
  await sql`alter table ${sql.table(secret)} rename to outbox`.execute(db);
});
