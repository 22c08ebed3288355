import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { browserFlags, findBrowser } from '#tests/setup/browser.ts';

const browser = await findBrowser();
const report = process.env.HEARD_TEST_REPORT;

export default defineConfig({
  testDir: 'tests/promises',
  testMatch: '**/*.test.ts',
  outputDir: 'var/test/browser',
  // Each worker has a server and a browser; more of them than cores only makes time-outs.
  workers: Math.max(2, Math.min(4, availableParallelism())),
  fullyParallel: false,
  // Where nobody is there to run it again, what failed is tried once more in a demo of its own, and named at the end all the same.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  // Long stories on a busy machine; nothing waits this long unless it hangs.
  timeout: 900_000,
  expect: { timeout: 30_000 },
  reporter: report ? [['line'], ['json', { outputFile: report }]] : [['list']],
  use: {
    // What cannot be pressed or filled for this long is not there: said at once, not when the story's time is over.
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    viewport: { width: 360, height: 740 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.executablePath,
      args: browserFlags,
      env: { ...definedOnly(process.env), ...browser.env }
    }
  }
});

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
