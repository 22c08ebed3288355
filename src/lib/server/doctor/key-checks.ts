import { some, stillDamaged } from '#lib/server/keys/damage.ts';
import { lackingKeys } from '#lib/server/keys/installation.ts';
import { keyStatus } from '#lib/server/keys/status.ts';
import { fault, fine, unasked, type Assertion } from './assertion.ts';

const DAY = 24 * 3600_000;
const YEAR = 366 * DAY;

/** That the ring has every key that is named, that its life is looked after, and that everything opens. */
export const keyChecks: readonly Assertion[] = [
  {
    code: 'keys-named',
    about: 'the ring has every key that the database names',
    needs: ['keys', 'keys-fit'],
    check: async (probe) => {
      const [app, ring] = [await probe.app(), await probe.ring()];
      const lacking = await lackingKeys(app.database.db, ring);
      return lacking.length > 0 ? fault(`it lacks ${lacking.join(', ')}`) : fine(`${ring.keys().length} keys in the ring`);
    },
    cure: 'Find the ring that was used before (two people have a copy) and put it back. Never make a new one: what the old one sealed would be lost.'
  },
  {
    code: 'keys-open',
    about: 'every data key opens, so that what it sealed does',
    needs: ['keys-named'],
    check: async (probe) => {
      const { damagedKeys } = await keyStatus((await probe.app()).database.db, await probe.ring());
      return damagedKeys.length > 0 ? fault(`${damagedKeys.length} do not: ${some(damagedKeys)}`) : fine('');
    },
    cure: 'Put these rows of data_keys back from the last backup in which they open. Until then nothing new can be sealed for them, unless you give them new keys: npm run heard -- keys reencrypt.'
  },
  {
    code: 'keys-copied',
    about: 'two people hold a copy of the ring as it is now',
    needs: ['keys-fit'],
    check: async (probe) => {
      const { lastCopied } = await keyStatus((await probe.app()).database.db, await probe.ring());
      if (probe.settings.mode !== 'live') return unasked(`this is the ${probe.settings.mode}`);
      if (!lastCopied) return fault('nobody ever said that it was copied: if this ring is lost, everything is');
      return lastCopied.current ? fine(`copied on ${lastCopied.at.slice(0, 10)}`) : fault('it was turned over since');
    },
    cure: 'Give a copy of the ring to two people who keep it apart from the data, then type: npm run heard -- keys copied.'
  },
  {
    code: 'keys-turned',
    about: 'the ring is turned over once a year, and keys that nothing names are retired',
    needs: ['keys-fit'],
    check: async (probe) => {
      const status = await keyStatus((await probe.app()).database.db, await probe.ring());
      if (status.unfinished)
        return fault('sealing anew was begun and is not finished', 'Go on with it: npm run heard -- keys reencrypt.');
      const waiting = status.keys.filter(({ state, rows }) => state === 'decrypt-only' && rows === 0);
      if (waiting.length > 0) return fault(`${waiting.map(({ id }) => id).join(', ')} wraps nothing and may be retired`);
      const old = status.keys.filter(({ state, rows, damaged }) => state !== 'active' && rows > damaged);
      if (old.length > 0) return fault('the last turning over is not finished', 'Go on with it: npm run heard -- keys rotate.');
      const since = status.lastRotated ? probe.now().getTime() - Date.parse(status.lastRotated) : 0;
      return since > YEAR ? fault(`it was last turned over ${Math.floor(since / DAY)} days ago`) : fine('nothing waits');
    },
    cure: 'See what waits with npm run heard -- keys status; then keys rotate, or keys retire ID once older backups may go.'
  },
  {
    code: 'fields-open',
    about: 'no field was seen that does not open',
    needs: ['keys-fit'],
    check: async (probe) => {
      const app = await probe.app();
      const left = await stillDamaged(app.database.db, app.vault);
      const named = left.slice(0, 5).map(({ table, column, row }) => `${table}.${column} of ${row}`);
      return left.length > 0 ? fault(`${left.length} do not open: ${named.join(', ')}`) : fine('none');
    },
    cure: 'Something changed the database by another way than Heard. Look at the disk, and take these rows from the last good backup.'
  }
];
