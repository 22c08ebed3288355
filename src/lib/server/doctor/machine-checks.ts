import { join } from 'node:path';
import { isNear } from '#lib/server/mail.ts';
import { lastTime } from '#lib/server/last-times.ts';
import { fault, fine, unasked, type Assertion } from './assertion.ts';
import { atLeast, belowFloor, foundations, type LockFile } from './floors.ts';

const MINUTE = 60_000;
const lockFile = join(import.meta.dirname, '../../../../package-lock.json');

const ago = (ms: number): string => {
  const units: readonly (readonly [string, number])[] = [
    ['days', 24 * 60 * MINUTE],
    ['hours', 60 * MINUTE],
    ['minutes', MINUTE]
  ];
  const [name, size] = units.find(([, size]) => ms >= 2 * size) ?? ['minutes', MINUTE];
  return `${Math.round(ms / size)} ${name}`;
};

export const machineChecks: readonly Assertion[] = [
  {
    code: 'node',
    about: 'Node is the one this is made for',
    check: ({ machine }) => (atLeast(machine.node, foundations.node) ? fine(machine.node) : fault(machine.node)),
    cure: 'Start it with npm start, which brings its own Node 26, or install Node 26.'
  },
  {
    code: 'packages',
    about: 'no package is older than its last known fault',
    check: async ({ machine }) => {
      const text = await machine.read(lockFile);
      if (text === null) return unasked('there is no package-lock.json');
      const lock: LockFile = JSON.parse(text);
      const below = belowFloor(lock);
      return below.length > 0 ? fault(below.join(', ')) : fine('');
    },
    cure: 'Install a newer release of Heard with its own lock file (npm ci). Do not raise single packages by hand.'
  },
  {
    code: 'clock',
    about: 'the clock is right, as far as the database knows',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, now }) => {
      const { db } = (await app()).database;
      const born = await db.selectFrom('installation').select('created_at').executeTakeFirst();
      const ticked = await lastTime(db, 'worker');
      const latest = Math.max(Date.parse(born?.created_at ?? '') || 0, ticked?.at.getTime() ?? 0);
      const behind = latest - now().getTime();
      return behind > 2 * MINUTE ? fault(`it is ${ago(behind)} behind what was written last`) : fine(now().toISOString());
    },
    cure: 'Set the clock, and let chrony or systemd-timesyncd keep it: due days, visits and reminders go by it.'
  },
  {
    code: 'worker',
    about: 'a worker does what happens by the clock',
    needs: ['running', 'keys-fit', 'durable'],
    check: async ({ app, now }) => {
      const ticked = await lastTime((await app()).database.db, 'worker');
      if (!ticked) return fault('it never has');
      const since = now().getTime() - ticked.at.getTime();
      return since > 5 * MINUTE ? fault(`its last sign is ${ago(since)} old`) : fine('');
    },
    cure: 'Set HEARD_WORKER=on in one of the processes and start it again: without it no mail goes out and nobody is reminded.'
  },
  {
    code: 'mail',
    about: 'the mail server answers, over TLS',
    needs: ['settings'],
    check: async ({ settings: { smtpUrl, notify }, machine }) => {
      if (!smtpUrl && notify?.templates.email) return unasked('mail goes by GOV.UK Notify: see notify');
      if (!smtpUrl) return unasked('no mail is set: workers see what is new in the inbox only');
      const { answers, encrypts, said } = await machine.greet(smtpUrl);
      if (!answers) return fault(`it does not answer: ${said}`);
      return encrypts || isNear(smtpUrl)
        ? fine(said)
        : fault('it offers no STARTTLS', 'Use a server that encrypts, or smtps://…');
    },
    cure: 'Correct HEARD_SMTP_URL, or start the mail server and let this machine through its firewall. No message was sent.'
  },
  {
    code: 'notify',
    about: 'GOV.UK Notify takes the key, and its templates are ours',
    needs: ['settings'],
    check: async ({ settings: { notify }, machine }) => {
      if (!notify) return unasked('it is not used');
      const faults = await machine.notify(notify);
      return faults.length > 0 ? fault(faults.join('; ')) : fine('');
    },
    cure: 'Answer 403: correct HEARD_NOTIFY_KEY, or the clock of this machine (30 seconds at most). Otherwise make the templates as docs/operating.md says, and let this machine through its firewall. No message was sent.'
  },
  {
    code: 'outbox',
    about: 'what is to be sent is sent',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, house, now }) => {
      const { oldestDue, waiting, dead } = await house.outbox(await app());
      const late = oldestDue ? now().getTime() - Date.parse(oldestDue) : 0;
      if (dead > 0) return fault(`${dead} could not be delivered within three days`);
      return late > 15 * MINUTE ? fault(`${waiting} wait, the oldest for ${ago(late)}`) : fine(`${waiting} wait`);
    },
    cure: 'See the lines mail, notify and worker. What could not be delivered is shown in the product too, to administrators and managers: People who could not be told.'
  }
];
