import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '#lib/server/http/port.ts';
import { visitor } from '../browser.ts';
import { spread } from '../figures.ts';
import { send, write, type Times } from '../journey.ts';
import { command, seedChildren } from '../seed.ts';
import { clearAway, newPlace, openPlace, startService, type Place } from '../service.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { faultyMail, type FaultyMail, type MailFault } from './mail-faults.ts';

/** So many children send in each run. */
const children = 40;
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
  const times: Times = { pages: [], saves: [], sends: [], again: 0 };
  const think = () => wait(100 + Math.random() * 500);
  await Promise.all(
    signedIn.map(async (child, at) => {
      const who = visitor(place.origin, child.cookie);
      await wait(Math.random() * 3000);
      const { submission } = await write(who, { think, times }, (page) => `${page} of ${at}: I want this to be heard.`);
      await send(who, { think, times }, submission, 'once');
      who.close();
    })
  );
  await service.stop();
  const items = await command(app).db.selectFrom('items').select('child_id').execute();
  const doubled = items.length !== children || new Set(items.map(({ child_id }) => child_id)).size !== children;
  await app.close();
  const failed = Object.entries(mail.given).reduce((sum, [kind, many]) => sum + (kind === 'take' ? 0 : many), 0);
  const all = [...times.saves, ...times.sends];
  return {
    ...{ p95: spread(all).p95, times: all.length, faults: failed },
    wrong: [
      ...(doubled ? [`${items.length} items of ${children} children`] : []),
      ...(faulty && failed === 0 ? ['no fault was given'] : []),
      ...(times.again > 0 ? [`${times.again} had to press again`] : [])
    ]
  };
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
