import { readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { fault, fine, unasked, type Assertion } from './assertion.ts';

const HOUR = 3600_000;

const inside = (folder: string, other: string): boolean => `${resolve(folder)}${sep}`.startsWith(`${resolve(other)}${sep}`);

/** When something was last written in a folder, in ms; null: nothing is there. */
function newestIn(dir: string): number | null {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return null;
  const times = readdirSync(dir).map((name) => statSync(join(dir, name)).mtimeMs);
  return times.length > 0 ? Math.max(...times) : null;
}

/** That the end of the audit is noted where whoever changes the database does not reach. */
export const auditChecks: readonly Assertion[] = [
  {
    code: 'anchors',
    about: 'the end of the audit is noted away from the database',
    needs: ['settings'],
    check: ({ settings: { mode, anchorDir, dataDir }, now }) => {
      if (mode !== 'live') return unasked(`this is the ${mode}`);
      if (anchorDir === null) return fault('HEARD_ANCHOR_DIR is not set: only the journal has it');
      if (inside(anchorDir, dataDir))
        return fault(`${anchorDir} lies inside the data folder: whoever puts back the one puts back the other`);
      const newest = newestIn(anchorDir);
      if (newest === null) return fault(`nothing was written to ${anchorDir} yet`);
      const hours = (now().getTime() - newest) / HOUR;
      return hours > 26 ? fault(`the last is ${Math.round(hours)} hours old`) : fine(anchorDir);
    },
    cure: 'Set HEARD_ANCHOR_DIR to a folder on another disk, or on another machine, that the service may write to; then verify with: npm run heard -- audit verify.'
  }
];
