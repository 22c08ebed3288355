import type { Page } from '@playwright/test';
import axeCore, { type NodeResult, type Result, type RunOptions } from 'axe-core';
import { colourRules, everyRule } from '#tests/setup/checks.ts';
import type { Book, Check, Finding } from './audit-book.ts';
import { reviewed } from './audit-reviewed.ts';

declare const axe: typeof axeCore;

export type At = Readonly<{ page: string; state: string }>;

/** `every`: all rules of axe. `colours`: those that another look of the same page can break, for it changes nothing else. */
export async function axeLooks(page: Page, rules: 'every' | 'colours', at: At, check: Check, book: Book): Promise<void> {
  const asked: RunOptions = rules === 'every' ? everyRule : { runOnly: { type: 'rule', values: colourRules } };
  const { violations, incomplete, contrasts } = await run(page, asked);
  for (const { size, large, where } of contrasts)
    book.measured(large ? 'large' : 'words', size, `${at.page} (${at.state}) ${where}`);
  for (const { id, help, nodes } of violations)
    book.wrong(
      check,
      nodes.map((node) => told(node, `${id}: ${help}`, at))
    );
  for (const { id, help, nodes } of incomplete)
    for (const node of nodes) {
      const one = told(node, `${id}: ${help}`, at);
      if (reviewed.some(({ rules, where, says }) => rules.test(id) && where.test(one.where) && says.test(one.what)))
        book.reviewed(check, 1);
      else book.unsure(check, [one]);
    }
}

type Contrast = Readonly<{ size: number; large: boolean; where: string }>;
type Told = Readonly<{ violations: Result[]; incomplete: Result[]; contrasts: Contrast[] }>;

/** What axe says, without all that is well but for the faintest words: a whole answer is megabytes. */
async function run(page: Page, asked: RunOptions): Promise<Told> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  return page.evaluate<Told, RunOptions>(async (options) => {
    const { violations, incomplete, passes } = await axe.run(document, { ...options, selectors: false });
    const faulty = [...violations, ...incomplete].map(({ id }) => id);
    // Naming an element takes long: only what is told is named.
    const again: RunOptions = { runOnly: { type: 'rule', values: faulty }, resultTypes: ['violations', 'incomplete'] };
    const named = faulty.length > 0 ? await axe.run(document, again) : { violations, incomplete };
    const contrasts = passes
      .filter(({ id }) => id === 'color-contrast-enhanced')
      .flatMap(({ nodes }) => nodes)
      .flatMap(({ any, html }) => {
        const { contrastRatio, expectedContrastRatio } = Object(any.find(({ id }) => id === 'color-contrast-enhanced')?.data);
        if (typeof contrastRatio !== 'number' || contrastRatio === 0) return [];
        return [{ size: contrastRatio, large: expectedContrastRatio !== '7:1', where: html.slice(0, 120) }];
      });
    return { violations: named.violations, incomplete: named.incomplete, contrasts };
  }, asked);
}

const told = (node: NodeResult, what: string, at: At): Finding => {
  const why = [...node.any, ...node.all, ...node.none].map(({ message }) => message).join(' ');
  return { ...at, where: `${node.target.join(' ')}   ${node.html.slice(0, 140)}`, what: `${what}. ${why}` };
};
