// Two runs at once (a demo and a test, say) must not install or build on top of each other.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const tooOldMs = 30 * 60_000;

/** Runs `work` while holding the lock file; waits, saying so once, while another living process holds it. */
export async function alone(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!told) console.log('Another run is setting up this folder; waiting for it…');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const free = () => rmSync(file, { force: true });
  process.once('exit', free);
  try {
    return await work();
  } finally {
    process.off('exit', free);
    free();
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return clearIfLeftBehind(file) && take(file);
  }
}

/** True when a dead run's lock was cleared. Renamed first: of two runs that find it only one can rename it. */
function clearIfLeftBehind(file) {
  const holder = readHolder(file);
  if (holder === null || !leftBehind(holder)) return false;
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return false;
  }
  // Somebody took it between our look and our rename: it is theirs.
  const mistaken = readHolder(aside)?.pid !== holder.pid;
  if (mistaken) renameSync(aside, file);
  else rmSync(aside, { force: true });
  return !mistaken;
}

function readHolder(file) {
  try {
    return { pid: Number(readFileSync(file, 'utf8')), since: statSync(file).mtimeMs };
  } catch {
    return null;
  }
}

function leftBehind({ pid, since }) {
  if (pid === process.pid || Date.now() - since > tooOldMs) return true;
  // Just made, not yet written.
  if (!pid) return Date.now() - since > 5_000;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
