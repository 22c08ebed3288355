import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** A, AA, AAA of 2.2 and good practice, with the two rules that axe leaves off by default. */
const tags = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with every violation axe finds on this page: its rule, what it says, and where. */
export const axeClean = (page: Page, called = new URL(page.url()).pathname): Promise<void> =>
  noneFound(
    new AxeBuilder({ page }).options({
      runOnly: { type: 'tag', values: tags },
      rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
      resultTypes: ['violations']
    }),
    called
  );

/** Only what another look of the same page can change: its colours. */
export const axeColours = (page: Page, called = new URL(page.url()).pathname): Promise<void> =>
  noneFound(new AxeBuilder({ page }).withRules(['color-contrast', 'color-contrast-enhanced', 'link-in-text-block']), called);

async function noneFound(axe: AxeBuilder, called: string): Promise<void> {
  const { violations } = await axe.setLegacyMode(true).analyze();
  const said = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  expect.soft(said, `axe on ${called}`).toEqual([]);
}

/** The narrowest there is, and a common phone, which shows more. */
const narrow = [320, 360] as const;

/** Fails when the page can be moved sideways at 320 or 360 px. The size of the window is put back. */
export async function noSidewaysScroll(page: Page, called = new URL(page.url()).pathname): Promise<void> {
  const before = page.viewportSize();
  for (const width of narrow) {
    await page.setViewportSize({ width, height: 640 });
    expect.soft(await page.evaluate(sticksOut), `sideways scroll at ${width} px on ${called}`).toEqual([]);
  }
  if (before) await page.setViewportSize(before);
}

/** Runs in the page: how wide it is when it is too wide, and what sticks out. */
function sticksOut(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const outside = [...document.querySelectorAll('body *')].filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return right > clientWidth + 1 || left < -1;
  });
  return [`${scrollWidth} px wide`, ...outside.slice(0, 5).map((one) => one.outerHTML.slice(0, 160))];
}

/** Fails when something to press is under 44 px either way; a link inside a sentence may be as low as its line. */
export async function targetsBigEnough(page: Page, called = new URL(page.url()).pathname): Promise<void> {
  const small = await page.evaluate(() => {
    const LEAST = 43.5;
    const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    const inSentence = (one: Element) => {
      const around = one.closest('p, li, dd, span');
      const text = (of: Element) => (of.textContent ?? '').trim().length;
      return one.tagName === 'A' && getComputedStyle(one).display === 'inline' && around !== null && text(around) > text(one);
    };
    return [...document.querySelectorAll<HTMLElement>(pressed)].flatMap((one) => {
      // What stands in a label is pressed anywhere on the label.
      const target = one.closest('label') ?? one;
      const { width, height } = target.getBoundingClientRect();
      const hidden = !target.checkVisibility({ visibilityProperty: true }) || one.closest('.visually-hidden') !== null;
      if (hidden || inSentence(one) || (width >= LEAST && height >= LEAST)) return [];
      return [`${Math.round(width)} x ${Math.round(height)}: ${one.outerHTML.slice(0, 160)}`];
    });
  });
  expect.soft(small, `targets under 44 px on ${called}`).toEqual([]);
}
