import { dirname } from 'node:path';
import { faultsInside } from '#lib/server/database/dialects/sqlite-file.ts';
import { asRefusal } from '#lib/server/database/open.ts';
import { KeyFault } from '#lib/server/keys/faults.ts';
import { noteTime } from '#lib/server/last-times.ts';
import { fault, fine, unasked, type Assertion } from './assertion.ts';
import { atLeast, foundations } from './floors.ts';
import { isNetwork } from './mounts.ts';
import type { Probe } from './probe.ts';

/** The SQLite file of the settings; null: PostgreSQL. */
const fileOf = ({ settings: { databaseUrl } }: Probe): string | null =>
  databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : null;

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** Bytes written and taken away again to see that there is room: what a child's visit may need. */
const ROOM = 100_000;

export const databaseChecks: readonly Assertion[] = [
  {
    code: 'local-disk',
    about: 'a SQLite file lies on a disk of this machine',
    needs: ['settings'],
    check: async (probe) => {
      const file = fileOf(probe);
      if (file === null) return fine('PostgreSQL');
      const mount = await probe.machine.mountOf(file);
      if (!mount) return unasked('this system does not say');
      return isNetwork(mount) ? fault(`${file} lies on ${mount.at}, which is ${mount.type}`) : fine(mount.type);
    },
    cure: 'Move the data folder to a local disk (stop the service first), or use PostgreSQL: locks do not hold over a network.'
  },
  {
    code: 'disk',
    about: 'there is room on the disk',
    needs: ['settings'],
    check: async (probe) => {
      const room = await probe.machine.room(dirname(fileOf(probe) ?? probe.settings.dataDir));
      if (!room) return unasked('there is no data folder yet');
      const said = `${gigabytes(room.free)} of ${gigabytes(room.of)} free`;
      return room.free < 1e9 || room.free < room.of * 0.03 ? fault(said) : fine(said);
    },
    cure: 'Make room or a larger disk: without it what children send is refused (they are told so). Old backups may go elsewhere.'
  },
  {
    code: 'database',
    about: 'the database is there and answers',
    needs: ['settings'],
    check: async ({ look }) => {
      const { there, engine, version } = await look();
      return there ? fine(`${engine} ${version}`) : unasked('there is none yet: the first start makes it');
    },
    cure: 'Correct HEARD_DATABASE_URL or HEARD_DATA_DIR, or start the database server; if the file is damaged, restore a backup.'
  },
  {
    code: 'engine',
    about: 'its engine is new enough not to lose data',
    needs: ['database'],
    check: async ({ look }) => {
      const { engine, version } = await look();
      const floor = foundations[engine];
      return atLeast(version, floor) ? fine(version) : fault(`${engine} ${version}; ${floor} or newer is needed`);
    },
    cure: 'Install the packages of this release again (npm ci), or bring the PostgreSQL server up to date.'
  },
  {
    code: 'file-private',
    about: 'only the owner can read the database file',
    needs: ['database'],
    check: async (probe) => {
      const file = fileOf(probe);
      const mode = file ? await probe.machine.modeOf(file) : null;
      if (mode === null) return unasked('no file with permissions');
      return (mode & 0o077) === 0 ? fine(mode.toString(8)) : fault(`${file} has mode ${mode.toString(8)}`);
    },
    cure: 'chmod 600 it, and chmod 700 the data folder.'
  },
  {
    code: 'whole',
    about: 'the database file is not damaged',
    needs: ['database'],
    check: (probe) => {
      const file = fileOf(probe);
      if (file === null) return unasked('PostgreSQL looks after itself');
      const faults = faultsInside(file, false);
      return faults.length > 0 ? fault(faults.join('; ')) : fine('quick check and references');
    },
    cure: 'Stop the service, keep the damaged file, and restore the newest backup: npm run heard -- restore FILE --identity KEYFILE --into FOLDER'
  },
  {
    code: 'newer',
    about: 'the database was not written by a newer Heard',
    needs: ['database'],
    check: async ({ look }) => {
      const { newer } = await look();
      return newer.length > 0 ? fault(newer.join(', ')) : fine('');
    },
    cure: 'Install the newer release again: this one would not understand what is there. It changes nothing.'
  },
  {
    code: 'migrations',
    about: 'the database has all that this release expects',
    needs: ['database', 'newer'],
    check: async ({ look }) => {
      const { pending } = await look();
      return pending.length > 0 ? fault(`not applied yet: ${pending.join(', ')}`) : fine('up to date');
    },
    cure: 'Make a backup, then start the service once: it applies them by itself.'
  },
  {
    code: 'keys-fit',
    about: 'the key ring opens the database',
    needs: ['keys', 'migrations'],
    check: async ({ app }) => {
      try {
        return fine(`installation ${(await app()).vault.installation}`);
      } catch (error) {
        if (error instanceof KeyFault) return fault(error.message);
        return unasked(error instanceof Error ? error.message : 'it could not be opened');
      }
    },
    cure: 'Put back the ring that was used with this database, from its copy. Make no new one: it would open nothing.'
  },
  {
    code: 'durable',
    about: 'what is acknowledged is on disk',
    needs: ['keys', 'migrations'],
    check: async ({ app }) => {
      try {
        const faults = await (await app()).database.faults();
        return faults.length > 0 ? fault(faults.join('; ')) : fine('as it must be');
      } catch (error) {
        if (error instanceof KeyFault) return unasked('see keys-fit');
        throw error;
      }
    },
    cure: 'PostgreSQL: set fsync, full_page_writes and synchronous_commit to on and reload. SQLite: nothing but Heard may set these; start it again.'
  },
  {
    code: 'writes',
    about: 'the database takes what is written',
    needs: ['keys-fit', 'durable'],
    check: async ({ app, now }) => {
      try {
        const { db } = (await app()).database;
        await db.transaction().execute(async (tx) => {
          await noteTime(tx, 'doctor', now(), ' '.repeat(ROOM));
          await noteTime(tx, 'doctor', now());
        });
        return fine('');
      } catch (error) {
        const refused = asRefusal(error);
        const problem = refused instanceof Error && 'problem' in refused ? String(refused.problem) : 'it refuses';
        return fault(
          problem === 'full' ? 'there is no room' : problem === 'busy' ? 'it is busy for longer than it may be' : problem
        );
      }
    },
    cure: 'Make room on the disk and take away HEARD_DATABASE_MAX_PAGES if it is set; it then takes them again without a restart.'
  }
];
