// `npm test`: every stage one after the other, all of them even when one fails, and one sum at the end.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, run, script } from './child.mjs';
import { countOfPlaywright, countOfVitest, failedOfPlaywright, failedOfVitest } from './counts.mjs';

const reports = join(root, 'var', 'test');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

/** No stage takes this long unless it hangs. */
const limitMs = 75 * 60_000;

const one = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

const sumOf = (counts) =>
  counts.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
    passed: 0,
    failed: 0
  });

/** name -> its work; resolves with what it counted. Those in one list lean on one core each, and run beside each other. */
const stages = [
  [
    ['types', async () => one(await svelteCheck())],
    ['lint and format', async () => sumOf([one(await eslint()), one(await prettier())])]
  ],
  ['rules, components, rooms on SQLite and PostgreSQL, http', () => counted(vitestReport, countOfVitest, vitest)],
  // A build that works is no test passed; the browser's stories show it.
  ['build', async () => ({ passed: 0, failed: (await build()) === 0 ? 0 : 1 })],
  ['who may do what, asked of the built pages', async () => one(await run(['tests/authorisation/check.ts'], { limitMs }))],
  ["browser's stories", () => counted(playwrightReport, countOfPlaywright, playwright)]
];

/** All of it. Resolves with 0 only when every stage ran, counted something where it should, and nothing failed. */
export async function test() {
  const sum = { passed: 0, failed: 0 };
  const lines = [];
  await sync();
  for (const stage of stages) {
    const beside = Array.isArray(stage[0]) ? stage : [stage];
    console.log(`\n== ${beside.map(([name]) => name).join(' | ')}`);
    const counts = await Promise.all(beside.map((each) => staged(each, lines)));
    const { passed, failed } = sumOf(counts);
    sum.passed += passed;
    sum.failed += failed;
  }
  // The end of a long output is all that some see of it.
  for (const failed of [...failedOfVitest(vitestReport), ...failedOfPlaywright(playwrightReport)])
    console.log(`\nFAILED  ${failed}`);
  console.log(`\n${lines.join('\n')}\n${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 ? 0 : 1;
}

async function staged([name, work], lines) {
  const began = Date.now();
  const counts = await work().catch((error) => (console.error(error), { passed: 0, failed: 1 }));
  const line = `${counts.failed === 0 ? 'good  ' : 'FAILED'}  ${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`;
  lines.push(line);
  console.log(line);
  return counts;
}

/** Types of every file: svelte-check reads plain TypeScript too, and what is exported from a component, which tsc cannot. */
export async function check() {
  return (await sync()) || svelteCheck();
}

const svelteCheck = () => run([script('svelte-check'), '--tsconfig', 'tsconfig.json', '--fail-on-warnings'], { limitMs });

/** Lint and format, both even when the first fails. */
export async function lint() {
  const codes = [await eslint(), await prettier()];
  return codes.find((code) => code !== 0) ?? 0;
}

/** vitest with the words given after `npm run test:unit --`. */
export async function testUnit(args) {
  return (await syncOnce()) || run([script('vitest'), 'run', ...args]);
}

/** Playwright with the words given after `npm run test:browser --`. */
export async function testBrowser(args) {
  return (await build()) || run([script('playwright'), 'test', ...args]);
}

/** The types that SvelteKit writes for routes; its tsconfig is what ours extends. */
const sync = () => run([script('kit'), 'sync'], { quiet: true, limitMs });
const syncOnce = async () => (existsSync(join(root, '.svelte-kit', 'tsconfig.json')) ? 0 : sync());

const eslint = async () =>
  (await syncOnce()) ||
  run([script('eslint'), '.', '--max-warnings=0', '--cache', '--cache-location=node_modules/.cache/eslint/'], { limitMs });

const prettier = () =>
  run(
    [script('prettier'), '--check', '--log-level=warn', '--cache', '--cache-location=node_modules/.cache/heard-prettier', '.'],
    { limitMs }
  );

const vitest = () =>
  run([script('vitest'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${vitestReport}`], {
    limitMs
  });

const playwright = () => run([script('playwright'), 'test'], { limitMs, force: { HEARD_TEST_REPORT: playwrightReport } });

/** A stage whose report is missing or empty has failed, whatever its exit code says. */
async function counted(report, count, work) {
  mkdirSync(reports, { recursive: true });
  rmSync(report, { force: true });
  const synced = await syncOnce();
  const code = synced || (await work());
  const { passed, failed, skipped } = count(report);
  if (skipped > 0) console.log(`${skipped} were skipped.`);
  if (passed + failed === 0) console.error('This stage ran no test.');
  const unexplained = failed === 0 && (code !== 0 || passed === 0) ? 1 : 0;
  return { passed, failed: failed + unexplained };
}
