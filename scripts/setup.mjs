// Everything a fresh clone lacks: the packages, and among them the Node the project runs on.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, start } from './child.mjs';
import { alone } from './lock.mjs';
import { bundledNode, checkNode, findBundled, plain } from './node26.mjs';

const lockFile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.heard-stamp');
export const setUpLock = join(root, 'var', 'setup.lock');

/** Installs what is missing. Resolves at once when everything is here; throws in plain words when it cannot. */
export async function setUp() {
  checkNode();
  if (!installed()) await alone(setUpLock, async () => installed() || (await install()));
  bundledNode(root);
}

/** What should be installed: these packages for this kind of machine. */
const wanted = () =>
  createHash('sha256').update(readFileSync(lockFile)).update(`${process.platform} ${process.arch}`).digest('hex');

/** Someone's image without the bundled Node is complete too, if the machine's own Node is new enough. */
const installed = () =>
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === wanted() &&
  (findBundled(root) !== null || Number(process.versions.node.split('.')[0]) >= 26);

async function install() {
  const began = Date.now();
  console.log('Installing packages (the first time this takes a minute or two)…');
  rmSync(stampFile, { force: true });
  const lock = readFileSync(lockFile);
  const code = await npm([
    // Not `npm ci`: on a lock file made on another kind of machine it stops at parts that only that one needs.
    ...['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    // Building and testing need them even where NODE_ENV or npm's settings would leave them out.
    ...['--include=dev', '--include=optional', '--omit=']
  ]);
  if (!readFileSync(lockFile).equals(lock)) writeFileSync(lockFile, lock);
  if (code !== 0) throw plain(whyNot(code));
  writeFileSync(stampFile, wanted());
  console.log(`Packages are installed (${seconds(began)}).`);
}

/** Time since `began`, in words: "12 s". */
export const seconds = (began) => `${Math.round((Date.now() - began) / 1000)} s`;

/** The npm that started us, by the Node it runs on; without one (plain `node scripts/run.mjs`), the one on the path. */
function npm(args) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  if (cli && /\.c?js$/.test(cli) && existsSync(cli)) return start(node ?? process.execPath, [cli, ...args]);
  // On Windows npm is a batch file, which only a shell can start; the arguments are ours and hold nothing to quote.
  if (process.platform === 'win32') return start('cmd.exe', ['/d', '/s', '/c', `npm ${args.join(' ')}`]);
  return start('npm', args);
}

const whyNot = (code) =>
  `npm could not install the packages (exit code ${code}); what it said is above.\n` +
  'Behind a proxy, set HTTPS_PROXY; where the network inspects TLS, set NODE_EXTRA_CA_CERTS to its certificate. Then run this again.';
