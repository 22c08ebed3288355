import { test as base } from '@playwright/test';
import { startDemo, type RunningDemo } from '#tests/setup/server.ts';

/**
 * Playwright's `test` with a demo of the worker's own behind it: `demo` (address and people) and `baseURL`.
 * Stories of one worker share its data, in the order they run.
 */
export const test = base.extend<object, { demo: RunningDemo }>({
  demo: [
    // Playwright reads what a fixture needs from this pattern; this one needs nothing.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const demo = await startDemo();
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 150_000 }
  ],
  baseURL: async ({ demo }, use) => use(demo.url)
});

export { expect } from '@playwright/test';
