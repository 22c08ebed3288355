import { faultsNoted } from '#lib/server/backup/faults.ts';
import { whyNoRoom } from '#lib/server/backup/space.ts';
import { lastTime, type Recurring } from '#lib/server/last-times.ts';
import { fault, fine, unasked, type Assertion, type Finding } from './assertion.ts';
import type { Probe } from './probe.ts';

const HOUR = 3600_000;

/** How long ago it last was, against how long it may be. */
async function notOlder(probe: Probe, what: Recurring, hours: number): Promise<Finding> {
  const last = await lastTime((await probe.app()).database.db, what);
  if (!last) return fault('there has been none');
  const old = (probe.now().getTime() - last.at.getTime()) / HOUR;
  const said = `${last.at.toISOString().slice(0, 16)}Z`;
  return old > hours ? fault(`the last was ${said}, ${Math.round(old / 24)} days ago`) : fine(said);
}

/** What a closed door wants, by who would get it. */
const missing: Readonly<Record<string, string>> = {
  holder: 'nobody at the desk iro-team for a child without an IRO',
  advocates: 'nobody at the desk advocates, nor iro-team',
  managers: 'no manager',
  complaints: 'nobody at the desk complaints, and no manager',
  everybody: 'nobody at the desks iro-team and duty, and no manager',
  outOfHoursPhone: 'no number for the night'
};

const PUT_RIGHT =
  'See the lines keys-open, fields-open and audit: what is damaged may be whole in an older backup. None of other days is taken away until then.';

/** What only the rooms can say: that whatever a child writes has a reader, and that backups hold. */
export const workChecks: readonly Assertion[] = [
  {
    code: 'readers',
    about: 'whatever waits has somebody who can open it now',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, house }) => {
      const { items, withoutReader } = await house.withoutReader(await app());
      return withoutReader > 0 ? fault(`${withoutReader} of ${items} have nobody`) : fine(`${items} wait`);
    },
    cure: 'Put somebody at the empty desks (line desks), or make a cover: npm run heard -- import with a file of absences, or as a manager.'
  },
  {
    code: 'desks',
    about: 'somebody sits at every desk',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, house }) => {
      const empty = await house.emptyDesks(await app());
      return empty.length > 0 ? fault(`nobody at: ${empty.join(', ')}`) : fine('');
    },
    cure: 'Name people for it (docs/importing.md, desks): "I am not safe" goes to the duty desk, what has no IRO to the team, advocacy to the advocates.'
  },
  {
    code: 'numbers',
    about: 'the council’s numbers for when it cannot wait are set',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, house }) => {
      const missing = Object.entries(await house.numbers(await app())).flatMap(([name, number]) => (number === '' ? [name] : []));
      return missing.length > 0 ? fault(`not set: ${missing.join(', ')}`) : fine('');
    },
    cure: 'npm run heard -- council set outOfHoursPhone "…" (and officePhone): pages of help show them to children at night.'
  },
  {
    code: 'doors',
    about: 'whatever a child may ask for has somebody behind it',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, house }) => {
      const closed = await house.closedDoors(await app());
      return closed.length > 0
        ? fault(closed.map(({ kind, wants }) => `${kind}: ${wants.map((one) => missing[one] ?? one).join(' and ')}`).join('; '))
        : fine('');
    },
    cure: 'Children do not find these doors until somebody is behind them. Name people for the desk, or a manager (docs/importing.md, desks and roles); a number: npm run heard -- council set outOfHoursPhone "…".'
  },
  {
    code: 'rota',
    about: 'somebody is on duty in the next seven days, to be asked by name when a child is not safe',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, house }) => ((await house.isSomebodyOnDuty(await app())) ? fine('') : fault('nobody is on the rota')),
    cure: 'A manager puts people on the duty rota, under Cover. Until then "I am not safe" goes to the IRO, the duty desk and every manager at once, and nobody is asked by name.'
  },
  {
    code: 'ratings',
    about: 'what is written about a reviewer has a manager to read it who is somebody else',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, house }) =>
      (await house.onlyManagerIsRated(await app())) ? fault('the only manager reviews too') : fine(''),
    cure: 'Name a second manager (docs/importing.md, roles): nobody reads what was written about themself, so these texts wait for somebody else.'
  },
  {
    code: 'audit',
    about: 'the audit chain is whole',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, house }) => {
      const { entries, broken } = await house.chain(await app());
      return broken === null ? fine(`${entries} entries`) : fault(`entry ${broken} does not fit`);
    },
    cure: 'Somebody changed the record. Keep a copy of the file as it is now, and compare it with the last backup.'
  },
  {
    code: 'backup-keys',
    about: 'backups are sealed to a key that is kept elsewhere',
    needs: ['settings'],
    check: ({ settings: { mode, backupRecipients } }) => {
      if (mode !== 'live') return unasked(`this is the ${mode}`);
      return backupRecipients.length > 0 ? fine(`${backupRecipients.length}`) : fault('HEARD_BACKUP_RECIPIENTS is not set');
    },
    cure: 'On another machine: npm run heard -- backup keys FILE. Set HEARD_BACKUP_RECIPIENTS here to what it prints; keep FILE there.'
  },
  {
    code: 'backup',
    about: 'there is a backup of today',
    needs: ['keys-fit', 'durable'],
    check: async (probe) => {
      if (probe.settings.mode !== 'live') return unasked(`this is the ${probe.settings.mode}`);
      const found = await notOlder(probe, 'backup', 26);
      const noted = faultsNoted((await lastTime((await probe.app()).database.db, 'backup'))?.note ?? null);
      return 'fine' in found && noted ? fault(`${found.fine}, made of data with faults: ${noted}`, PUT_RIGHT) : found;
    },
    cure: 'Let a timer run npm run heard -- backup FOLDER every night (docs/operating.md has one), and take the files off this machine.'
  },
  {
    code: 'backup-room',
    about: 'there is room for the next backup',
    needs: ['keys-fit', 'durable'],
    check: async ({ settings, app, machine }) => {
      if (settings.mode !== 'live') return unasked(`this is the ${settings.mode}`);
      const whyNot = await whyNoRoom(await app(), settings.backupDir ?? settings.dataDir, machine.room);
      return whyNot ? fault(whyNot) : fine('');
    },
    cure: 'Make room or a larger disk, or let HEARD_BACKUP_DIR lie on another one: none is made that would fill the disk of the service.'
  },
  {
    code: 'drill',
    about: 'a backup was opened and found whole within 40 days',
    needs: ['keys-fit', 'durable'],
    check: (probe) =>
      probe.settings.mode === 'live' ? notOlder(probe, 'drill', 40 * 24) : unasked(`this is the ${probe.settings.mode}`),
    cure: 'npm run heard -- restore FILE --identity KEYFILE --drill: a backup nobody has opened is a hope.'
  }
];
