import { test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { startDemo, type RunningDemo } from '#tests/setup/server.ts';

/** Opens a browser of its own (its own cookies, as on another device) and gives its first page. */
export type Visit = (options?: BrowserContextOptions) => Promise<Page>;

type OfStory = {
  visit: Visit;
  /** Says that a story brings about console errors of its own, such as a page that is not there. */
  expectErrors: (pattern: RegExp) => void;
  watch: Watch;
};

/**
 * Playwright's `test` with a demo of the worker's own behind it. Stories of one worker share its data, so each story
 * is about children of its own. Every story fails on a console error, a refusal of the page's own rules for scripts
 * and styles, an uncaught error, or a request to anywhere but the demo.
 */
export const test = base.extend<OfStory, { demo: RunningDemo }>({
  demo: [
    // Playwright reads what a fixture needs from this pattern; this one needs nothing.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const demo = await startDemo();
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 330_000 }
  ],
  baseURL: async ({ demo }, use) => use(demo.url),
  watch: async ({ demo }, use) => {
    const watch = newWatch(demo.url);
    await use(watch);
    const complaints = watch.complaints();
    if (complaints.length > 0) throw new Error(`The browser complained:\n${complaints.join('\n')}`);
  },
  context: async ({ context, watch }, use) => {
    watch.over(context);
    await use(context);
  },
  visit: async ({ browser, baseURL, watch, contextOptions }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        ...phone,
        ...contextOptions,
        ...(baseURL && { baseURL }),
        ...options
      });
      opened.push(context);
      watch.over(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
  expectErrors: async ({ watch }, use) => use(watch.expect)
});

export { expect } from '@playwright/test';

const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  locale: 'en-GB',
  timezoneId: 'Europe/London',
  colorScheme: 'light'
};

type Watch = ReturnType<typeof newWatch>;

function newWatch(demo: string) {
  const homes = [demo];
  const heard: string[] = [];
  const expected: RegExp[] = [];
  return {
    over(context: BrowserContext) {
      context.on('console', (message) => {
        if (message.type() === 'error') heard.push(`${message.text()} (at ${message.location().url})`);
      });
      context.on('weberror', (error) => heard.push(String(error.error())));
      context.on('request', (request) => {
        const ours = homes.some((home) => request.url().startsWith(`${home}/`));
        if (/^https?:/.test(request.url()) && !ours) heard.push(`asked somebody else: ${request.url()}`);
      });
    },
    /** Another demo that this story starts for itself. */
    home: (url: string) => void homes.push(url),
    expect: (pattern: RegExp) => void expected.push(pattern),
    complaints: () => heard.filter((line) => !expected.some((pattern) => pattern.test(line)))
  };
}

/** A page of a context whose scripts are switched off. */
export const withoutScripts: BrowserContextOptions = { javaScriptEnabled: false };
