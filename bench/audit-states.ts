import type { Page } from '@playwright/test';
import { cutOff, measured, measuredTogether, moving, overlaid, sticksOut, targets } from '#tests/setup/measures.ts';

export type Wrong = Readonly<{ what: string; where: string }>;

export const each = (what: string, where: readonly string[]): Wrong[] => where.map((one) => ({ what, where: one }));

/** Nothing beside the page, nothing cut off, nothing on top of other words. */
export async function allThere(page: Page): Promise<Wrong[]> {
  const { wide, cut, over } = await measuredTogether(page, { wide: sticksOut, cut: cutOff, over: overlaid });
  return [
    ...each('the page can be moved sideways', wide),
    ...each('words are cut off', cut),
    ...each('words lie on other words', over)
  ];
}

/** `work` in a window of this size; then the size is put back. */
export async function at<T>(page: Page, [width, height]: readonly [number, number], work: () => Promise<T>): Promise<T> {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height });
  const done = await work();
  if (before) await page.setViewportSize(before);
  return done;
}

/** `work` under more styles, then without them again. Adopted, for the page's own policy refuses written ones. */
export async function styled<T>(page: Page, css: string, work: () => Promise<T>): Promise<T> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);
  const done = await work();
  await page.evaluate(() => void (document.adoptedStyleSheets = []));
  return done;
}

/** The values of WCAG 1.4.12. Arabic letters are joined: it asks for no space between them. */
export const spacing = (arabic: boolean): string =>
  `* { line-height: 1.5 !important; word-spacing: 0.16em !important; ${arabic ? '' : 'letter-spacing: 0.12em !important;'} }
   p { margin-block-end: 2em !important; }`;

/** `work` in a browser whose reader has set letters twice as big. Set as a reader does, so that every rem follows. */
export async function withLetters<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const browser = await page.context().newCDPSession(page);
  const set = (standard: number) => browser.send('Page.setFontSizes', { fontSizes: { standard } });
  await set(32);
  const done = await work();
  await set(16);
  await browser.detach();
  return done;
}

/** What is too small to press; and the smallest of all that is not a link in a sentence. */
export async function tooSmall(page: Page, least: number): Promise<{ wrong: Wrong[]; smallest: number; where: string }> {
  const found = (await measured(page, targets)).filter(({ inSentence }) => !inSentence);
  const side = ({ width, height }: { width: number; height: number }) => Math.min(width, height);
  const smallest = [...found].sort((one, other) => side(one) - side(other))[0];
  const wrong = found
    .filter((one) => side(one) < least - 0.5)
    .map(({ width, height, where }) => ({ what: `${Math.round(width)} by ${Math.round(height)} px is under ${least}`, where }));
  return { wrong, smallest: smallest ? side(smallest) : Infinity, where: smallest?.where ?? '' };
}

/** What moves although the reader asked for stillness: at rest, and after everything was opened and picked. */
export async function stillMoving(page: Page): Promise<Wrong[]> {
  const atRest = await measured(page, moving);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
    for (const one of document.querySelectorAll<HTMLInputElement>('input[type=radio], input[type=checkbox]'))
      one.checked = !one.checked;
  });
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
  return each('this moves', [...atRest, ...(await measured(page, moving))]);
}
