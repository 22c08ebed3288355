// What every `npm run` of this project starts: it sets up what is missing, then does what was asked.
// Plain JavaScript without dependencies: it is the one file that runs under whatever Node the machine has.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, run, script } from './child.mjs';
import { setUp } from './setup.mjs';
import { check, lint, test, testBrowser, testUnit } from './test.mjs';

/** Settings may lie in a file `.env` beside package.json. */
const typescript = (file) => [...(existsSync(join(root, '.env')) ? ['--env-file=.env'] : []), file];

/** name -> what it does with the rest of the command line; resolves with an exit code */
const doing = {
  demo: async (args) => (await build()) || run([...typescript('src/commands/demo.ts'), ...args]),
  start: async (args) => (await build()) || run([...typescript('src/lib/server/http/serve.ts'), ...args]),
  heard: (args) => run([...typescript('src/commands/heard.ts'), ...args]),
  build: () => build(),
  dev: (args) =>
    run([script('vite'), 'dev', ...args], {
      env: { HEARD_MODE: 'demo', HEARD_ORIGIN: 'http://localhost:5173' }
    }),
  test: () => test(),
  check: () => check(),
  lint: () => lint(),
  format: () => run([script('prettier'), '--write', '--log-level=warn', '.']),
  'test:unit': (args) => testUnit(args),
  'test:browser': (args) => testBrowser(args),
  audit: async (args) => (await build()) || run(['bench/audit.ts', ...args]),
  gallery: async (args) => (await build()) || run(['bench/gallery.ts', ...args]),
  'trial:load': async (args) => (await build()) || run(['bench/load.ts', ...args]),
  'trial:kill': async (args) => (await build()) || run(['bench/kill.ts', ...args]),
  'trial:codes': async (args) => (await build()) || run(['bench/codes.ts', ...args]),
  'trial:keys': (args) => run(['bench/keys.ts', ...args]),
  'trial:backup': async (args) => (await build()) || run(['bench/backup.ts', ...args]),
  'trial:slow-clients': async (args) => (await build()) || run(['bench/slow-clients.ts', ...args]),
  'trial:sign-in': async (args) => (await build()) || run(['bench/sign-in.ts', ...args]),
  'trial:import': async (args) => (await build()) || run(['bench/import.ts', ...args]),
  'check:permissions': async (args) => (await build()) || run(['tests/authorisation/check.ts', ...args]),
  'check:readers': (args) => run(['bench/readers.ts', ...args]),
  'trial:permission-mutants': (args) => run(['bench/permission-mutants.ts', ...args]),
  'trial:second-look': (args) => run(['bench/second-look.ts', ...args]),
  'trial:ratings': (args) => run(['bench/ratings.ts', ...args]),
  'trial:audit': (args) => run(['bench/audit-chain.ts', ...args]),
  'trial:outbox': async (args) => (await build()) || run(['bench/outbox.ts', ...args]),
  'trial:fuzz': async (args) => (await build()) || run(['bench/fuzz.ts', ...args]),
  'trial:trace': async (args) => (await build()) || run(['bench/trace.ts', ...args]),
  gates: (args) => run(['scripts/reading-gates.ts', ...args]),
  'bench:page': async (args) => (await build()) || run(['bench/page.ts', ...args])
};

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(doing, name)) {
  console.error(`There is no "${name}" here. There are: ${Object.keys(doing).join(', ')}.`);
  process.exit(64);
}
try {
  await setUp();
  process.exitCode = await doing[name](args);
} catch (error) {
  // A `plain` error says all there is to know; anything else is our own mistake and shows where it arose.
  console.error(error?.plain ? error.message : error);
  process.exitCode = 1;
}
