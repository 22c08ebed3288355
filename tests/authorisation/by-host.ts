import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { jobsOf } from '#jobs/runner.ts';
import { within } from '#lib/context.ts';
import { setCouncil } from '#lib/council/council.server.ts';
import { askForCode } from '#lib/invitations/asking-in.server.ts';
import { linkOf } from '#lib/invitations/sending.server.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import type { House } from './house.ts';
import { newMark } from './marks.ts';
import { commands } from './matrix/commands.ts';
import { jobs, mails } from './matrix/by-itself.ts';
import { inWords, marksOf } from './seeing.ts';
import type { Marked, Town } from './town.ts';

export type ByHost = Readonly<{ checks: number; faults: readonly string[] }>;

/** Where the advocacy service is written to. */
const service = 'advocates@service.example';

/** Everything that waits is sent, and looked through: nobody is named, and it goes to nobody but whom it is for. */
export async function mailsSent({ app, as }: Town, town: Town): Promise<ByHost> {
  const kinds = new Map<string, string>();
  const { db } = app.database;
  const visitor = as({ kind: 'visitor', assurance: 'none' });
  const { id } = await db.selectFrom('invitation_sendings').select('id').where('way', '=', 'email').executeTakeFirstOrThrow();
  await askForCode(visitor, { link: linkOf(visitor, id) });
  const host = (id: string) => app.context({ kind: 'command', id, assurance: 'host' });
  await setCouncil(host('council'), 'advocateMail', service);
  await within(host('council'), (ctx) => enqueue(ctx, { kind: 'ring-us', dedupeKey: 'ring-us', service: 'advocacy' }));
  const faults: string[] = [];
  let checks = 0;
  // In which order somebody gets theirs is not asked here: nothing waits for another kind.
  await db.updateTable('outbox').set({ person_index: null }).execute();
  for (const kind of Object.keys(mails)) {
    // One kind at a time, so that what is sent is known by its kind.
    await db
      .updateTable('outbox')
      .set({ not_before: '9999-01-01' })
      .where('kind', '!=', kind)
      .where('state', '=', 'waiting')
      .execute();
    await db
      .updateTable('outbox')
      .set({ not_before: '2020-01-01' })
      .where('kind', '=', kind)
      .where('state', '=', 'waiting')
      .execute();
    const carry = async (mail: { to: string; subject?: string; text: string }) => {
      checks += 1;
      kinds.set(kind, mail.to);
      const named = marksOf(town, `${mail.subject ?? ''}\n${mail.text}`).map(inWords);
      if (named.length > 0) faults.push(`mail ${kind}: names ${named.join(', ')}`);
      if (mail.to === service && mails[kind]?.to === 'service') return;
      const [to] = marksOf(town, mail.to);
      if (!to || !goesTo(to, mails[kind]?.to)) faults.push(`mail ${kind}: goes to ${to ? inWords(to) : 'somebody unknown'}`);
    };
    const carrier = { send: carry, close: () => undefined };
    for (let sent = 1; sent > 0;)
      sent = await sendOutbox(
        app.context({ kind: 'job', id: 'send-outbox', assurance: 'host' }),
        carrier,
        'https://say.example',
        carrier,
        null,
        // Whenever the check runs.
        false
      );
  }
  const never = Object.keys(mails).filter((kind) => !kinds.has(kind) && !['staff-link', 'new-way', 'letter'].includes(kind));
  return { checks, faults: [...faults, ...never.map((kind) => `mail ${kind}: none was sent, so nothing was looked at`)] };
}

const goesTo = ({ column }: Marked, to: 'worker' | 'asked' | 'service' | undefined): boolean =>
  to === 'worker'
    ? column === 'staff.email_sealed'
    : to === 'asked' && (column === 'contacts.email_sealed' || column === 'contacts.phone_sealed');

/** Each job runs once; what it writes into the log is looked through. */
export async function jobsRun(town: Town): Promise<ByHost> {
  const faults: string[] = [];
  const all = jobsOf(town.app, { mail: null, texts: null, letters: null, failures: null });
  for (const job of all) {
    const said = await heardWhile(() => job.run(town.app.context({ kind: 'job', id: job.name, assurance: 'host' })));
    const may = jobs[job.name]?.logs ?? [];
    faults.push(
      ...marksOf(town, said)
        .filter(({ column }) => !may.includes(column))
        .map((one) => `job ${job.name}: logs ${inWords(one)}`)
    );
  }
  return { checks: all.length, faults };
}

/** All that is written to the two streams meanwhile. */
async function heardWhile(work: () => Promise<unknown>): Promise<string> {
  const parts: string[] = [];
  const streams = [process.stdout, process.stderr] as const;
  const own = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams)
    stream.write = (part: string | Uint8Array) => (parts.push(Buffer.from(part).toString('utf8')), true);
  try {
    await work();
  } catch (error) {
    parts.push(String(error));
  } finally {
    streams.forEach((stream, place) => (stream.write = own[place] ?? stream.write));
  }
  return parts.join('');
}

/** Each command is typed; what it prints is looked through. */
export async function commandsTyped(house: House, town: Town): Promise<ByHost> {
  const dir = join(house.dir, 'files');
  await mkdir(dir);
  const marked: Town = { ...town, marks: new Map(town.marks) };
  const name = newMark();
  Object.assign(marked, { marks: new Map([...town.marks, [name, { column: 'a row of a file', child: null }]]) });
  await writeFile(
    join(dir, 'children.csv'),
    `lcs_id,first_name,last_name,date_of_birth,entered_care_on\n0001,${name},Doe,${name},2024-01-08\n`
  );
  const faults: string[] = [];
  let checks = 0;
  for (const [command, { types, prints }] of Object.entries(commands))
    for (const words of types) {
      checks += 1;
      const typed = words.map((word) =>
        word.replace('$dir', dir).replace('$child', town.records.h.child).replace('$worker', town.workers.lee)
      );
      const found = marksOf(marked, await printed(house, [command, ...typed]));
      faults.push(
        ...found.filter(({ column }) => !prints.includes(column)).map((one) => `command ${command}: prints ${inWords(one)}`)
      );
    }
  return { checks, faults };
}

const heard = join(import.meta.dirname, '../../src/commands/heard.ts');

const printed = (house: House, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [heard, ...args],
      { env: { PATH: process.env.PATH, ...house.env }, timeout: 60_000 },
      (_, out, err) => resolve(`${out}\n${err}`)
    );
  });
