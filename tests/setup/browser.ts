import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { platform } from 'node:os';
import { delimiter, join } from 'node:path';

/** A browser that runs here, and what it needs to be started with. */
export type Browser = Readonly<{ executablePath: string; env: Record<string, string>; from: string }>;

/** The same flags for all, so that a story passes or fails alike on every machine. */
export const browserFlags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync']
];

/**
 * The browser to test with: `CHROMIUM`, else (Linux) the one from npm, else an installed Chrome, Edge or Chromium.
 * The one from npm comes first: it is the same for everybody, and as it draws no windows a story takes half the work.
 * Each is started once to see that it runs. Throws with the sentence that fixes it when there is none:
 * browser stories are never skipped.
 */
export async function findBrowser(): Promise<Browser> {
  const known = process.env.HEARD_TEST_BROWSER;
  const found: Browser = known ? JSON.parse(known) : await lookForBrowser();
  // Playwright reads its configuration again in every worker; they inherit this and need not look again.
  process.env.HEARD_TEST_BROWSER = JSON.stringify(found);
  return found;
}

/**
 * A browser as people have it, with a profile on disk: the one `CHROMIUM` names, else an installed one. (That from npm keeps
 * neither history nor what was filled in.) Throws with the sentence that fixes it when there is none.
 */
export function findWholeBrowser(): Browser {
  const found = namedBrowser() ?? installedBrowser();
  if (found) return found;
  throw new Error(
    'This needs a browser as people have it. Install Chrome, Edge or Chromium, or set CHROMIUM to the path of one.'
  );
}

async function lookForBrowser(): Promise<Browser> {
  const named = namedBrowser();
  if (named) return named;
  const brought = platform() === 'linux' ? await fromNpm().catch(saidAloud) : null;
  if (brought) return brought;
  const installed = installedBrowser();
  if (installed) return installed;
  throw new Error(
    'There is no browser to test with. Install Chrome, Edge or Chromium, or set CHROMIUM to the path of one, and run this again.'
  );
}

function namedBrowser(): Browser | null {
  const named = process.env.CHROMIUM;
  if (!named) return null;
  if (runs(named, {})) return { executablePath: named, env: {}, from: 'CHROMIUM' };
  throw new Error(`CHROMIUM is set to ${named}, and that does not run. Correct it or leave it out.`);
}

function installedBrowser(): Browser | null {
  const executablePath = installedPlaces().find((path) => existsSync(path) && runs(path, {}));
  return executablePath === undefined ? null : { executablePath, env: {}, from: 'installed' };
}

/** A package that cannot be unpacked (no room, no rights) is no reason to stop while another browser is installed. */
function saidAloud(error: unknown): null {
  console.error(`The browser from npm cannot be used (${String(error)}); looking for an installed one.`);
  return null;
}

function installedPlaces(): string[] {
  const names = [
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
    'chromium',
    'chromium-browser'
  ];
  if (platform() === 'linux') {
    const folders = [...new Set([...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'])];
    return names.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
  }
  if (platform() === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
  const programs = [
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
    'Chromium\\Application\\chrome.exe'
  ];
  return roots.flatMap((root) => programs.map((program) => join(root, program)));
}

/** Windows browsers do not answer `--version`; there, being installed is enough. */
function runs(path: string, env: Record<string, string>): boolean {
  if (platform() === 'win32') return existsSync(path);
  try {
    const said = execFileSync(path, ['--version', '--no-sandbox', '--headless'], {
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...env }
    });
    return /\d+\.\d+/.test(said);
  } catch {
    return false;
  }
}

const packed = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium');

/**
 * `@sparticuz/chromium` is one packed binary. It unpacks to the temporary folder, so a folder of our own is given
 * as that, kept for the next run, and moved into place only when whole. Where the machine lacks libraries the
 * binary needs, those in the same package are used.
 */
async function fromNpm(): Promise<Browser | null> {
  const { version }: { version: string } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
  const folder = join(import.meta.dirname, '../../var/browser', version);
  if (!existsSync(folder)) await unpack(folder);
  const executablePath = join(folder, 'chromium');
  // The machine's own fonts, where it has any, know more scripts.
  const fonts: Record<string, string> = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
  const libraries = { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  const env = [fonts, libraries].find((each) => runs(executablePath, each));
  return env ? { executablePath, env, from: '@sparticuz/chromium' } : null;
}

async function unpack(folder: string): Promise<void> {
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = aside;
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    await inflate(join(packed, 'bin', 'al2023.tar.br'));
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    // Another run was quicker.
    if (!existsSync(folder)) throw error;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
