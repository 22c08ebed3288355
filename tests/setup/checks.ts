import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { RunOptions } from 'axe-core';
import { measured, sticksOut, targets } from './measures.ts';

/** A, AA, AAA of 2.2 and good practice, with the two rules that axe leaves off by default. */
export const everyRule: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } }
};

/** Only what another look of the same page can change: its colours. */
export const colourRules = ['color-contrast', 'color-contrast-enhanced', 'link-in-text-block'];

/** Fails with every violation axe finds on this page: its rule, what it says, and where. */
export const axeClean = (page: Page, called = new URL(page.url()).pathname): Promise<void> =>
  noneFound(page, new AxeBuilder({ page }).options({ ...everyRule, resultTypes: ['violations'] }), called);

/** Fails with what is wrong with the colours of this page. */
export const axeColours = (page: Page, called = new URL(page.url()).pathname): Promise<void> =>
  noneFound(page, new AxeBuilder({ page }).withRules(colourRules), called);

async function noneFound(page: Page, axe: AxeBuilder, called: string): Promise<void> {
  const { violations } = await settled(page, () => axe.setLegacyMode(true).analyze());
  const said = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
  expect.soft(said, `axe on ${called}`).toEqual([]);
}

/** A press may still be on its way to its page when a look begins: then that page is looked at. */
async function settled<T>(page: Page, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!/Execution context was destroyed|Cannot read properties of undefined \(reading 'run'\)/.test(String(error))) throw error;
    await page.waitForLoadState();
    return look();
  }
}

/** The narrowest there is, and a common phone, which shows more. */
const narrow = [320, 360] as const;

/** Fails when the page can be moved sideways at 320 or 360 px. The size of the window is put back. */
export async function noSidewaysScroll(page: Page, called = new URL(page.url()).pathname): Promise<void> {
  const before = page.viewportSize();
  for (const width of narrow) {
    await page.setViewportSize({ width, height: 640 });
    expect.soft(await measured(page, sticksOut), `sideways scroll at ${width} px on ${called}`).toEqual([]);
  }
  if (before) await page.setViewportSize(before);
}

/** What may be missing of 44 px by rounding. */
const least = 43.5;

/** Fails when something to press is under 44 px either way; a link inside a sentence may be as low as its line. */
export async function targetsBigEnough(page: Page, called = new URL(page.url()).pathname): Promise<void> {
  const small = (await measured(page, targets))
    .filter(({ width, height, inSentence }) => !inSentence && (width < least || height < least))
    .map(({ width, height, where }) => `${Math.round(width)} x ${Math.round(height)}: ${where}`);
  expect.soft(small, `targets under 44 px on ${called}`).toEqual([]);
}
