import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '#lib/server/http/port.ts';
import { submissionIn, visitor } from '../browser.ts';
import { spread } from '../figures.ts';
import { command, seedChildren, type SignedIn } from '../seed.ts';
import { clearAway, newPlace, openPlace, startService, type Place } from '../service.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { faultyMail, type FaultyMail, type MailFault } from './mail-faults.ts';

/** So many children send in each run, each so often. */
const children = 12;
const rounds = 20;
const kinds: readonly MailFault[] = ['slow', '4xx', '5xx', 'black-hole', '4xx', '5xx'];

export type Run = Readonly<{ p95: number; times: number; faults: number; wrong: readonly string[] }>;

/** Children write and send over HTTP while the same process sends mail, which works (`false`) or does not. */
export async function oneRun(faulty: boolean): Promise<Run> {
  const place = await newPlace('outbox-pair');
  const port = await freePort(0);
  const withMail = {
    ...place,
    env: { ...place.env, HEARD_SMTP_URL: `smtp://127.0.0.1:${port}`, HEARD_MAIL_FROM: 'say@council.example' }
  };
  const mail = await faultyMail(port);
  try {
    let at = 0;
    if (faulty) mail.state.plan = () => kinds[(at += 1) % kinds.length] ?? 'take';
    return await measured(withMail, mail, faulty);
  } finally {
    await mail.stop();
    clearAway(place);
  }
}

async function measured(place: Place, mail: FaultyMail, faulty: boolean): Promise<Run> {
  const app = await openPlace(place);
  const signedIn = await seedChildren(app, await seedIros(app, 8), children);
  const service = await startService(place);
  const took: number[] = [];
  await Promise.all(signedIn.map((child) => sendsOften(place, child, took)));
  await service.stop();
  const wrong = await itemFaults(app);
  await app.close();
  const failed = Object.entries(mail.given).reduce((sum, [kind, many]) => sum + (kind === 'take' ? 0 : many), 0);
  return {
    ...{ p95: spread(took).p95, times: took.length, faults: failed },
    wrong: [...wrong, ...(faulty && failed === 0 ? ['no fault was given'] : [])]
  };
}

/** Writes and sends, again and again, with a pause to think. */
async function sendsOften(place: Place, child: SignedIn, took: number[]): Promise<void> {
  const who = visitor(place.origin, child.cookie);
  await wait(Math.random() * 3_000);
  await who.post('/me/say?/start', []);
  for (let round = 1; round <= rounds; round += 1) {
    await wait(200 + Math.random() * 600);
    const saved = await who.post('/me/say/b31?/next', [
      ...([
        ['from', ''],
        ['change', `round ${round}: I want this to be heard.`],
        ['b31.who', 'only_iro']
      ] as const)
    ]);
    const submission = submissionIn((await who.get('/me/check')).body);
    const sent = await who.post('/me/check?/send', [['submission', submission]]);
    if (saved.status !== 303 || sent.location !== '/me/sent') throw new Error(`sending answered ${sent.status} ${sent.location}`);
    took.push(saved.ms, sent.ms);
  }
  who.close();
}

/** What was sent and does not stand in the product once. */
async function itemFaults(app: App): Promise<string[]> {
  const { db } = command(app);
  const sent = await db.selectFrom('contributions').select('id').execute();
  const items = await db.selectFrom('items').select('subject_id').execute();
  const once = new Set(items.map(({ subject_id }) => subject_id)).size === items.length && items.length === sent.length;
  return [
    ...(sent.length === children * rounds ? [] : [`${sent.length} sendings of ${children * rounds}`]),
    ...(once ? [] : [`${items.length} items of ${sent.length} sendings`])
  ];
}

async function seedIros(app: App, many: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < many; at += 1)
    ids.push(
      await saveStaff(command(app), {
        ...{ name: `Officer ${at}`, email: `officer${at}@council.example` },
        roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }]
      })
    );
  await setDesk(command(app), 'iro-team', ids);
  return ids;
}
