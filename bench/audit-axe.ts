import type { Page } from '@playwright/test';
import axeCore, { type AxeResults, type NodeResult, type RunOptions } from 'axe-core';
import { everyRule } from '#tests/setup/checks.ts';
import type { Book, Check, Finding } from './audit-book.ts';
import { reviewed } from './audit-reviewed.ts';

declare const axe: typeof axeCore;

/** Every rule of axe on a page as it stands, kept in the book. */
export async function axeLooks(page: Page, at: At, check: Check, book: Book): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  const { violations, incomplete, passes } = await page.evaluate<AxeResults, RunOptions>(
    (asked) => axe.run(document, { ...asked, resultTypes: ['violations', 'incomplete', 'passes'] }),
    everyRule
  );
  book.wrong(
    check,
    violations.flatMap(({ id, help, nodes }) => nodes.map((node) => told(node, `${id}: ${help}`, at)))
  );
  for (const { id, help, nodes } of incomplete)
    for (const node of nodes) {
      const one = told(node, `${id}: ${help}`, at);
      if (reviewed.some(({ rules, where, says }) => rules.test(id) && where.test(one.where) && says.test(one.what)))
        book.reviewed(check, 1);
      else book.unsure(check, [one]);
    }
  for (const { id, nodes } of passes) if (id === 'color-contrast-enhanced') contrasts(nodes, at, book);
}

export type At = Readonly<{ page: string; state: string }>;

const told = (node: NodeResult, what: string, at: At): Finding => {
  const why = [...node.any, ...node.all, ...node.none].map(({ message }) => message).join(' ');
  return { ...at, where: `${node.target.join(' ')}   ${node.html.slice(0, 140)}`, what: `${what}. ${why}` };
};

function contrasts(nodes: readonly NodeResult[], at: At, book: Book): void {
  for (const { any, target } of nodes)
    for (const { id, data } of any) {
      const { contrastRatio, expectedContrastRatio } = Object(data);
      if (id !== 'color-contrast-enhanced' || typeof contrastRatio !== 'number' || contrastRatio === 0) continue;
      book.measured(
        expectedContrastRatio === '7:1' ? 'words' : 'large',
        contrastRatio,
        `${at.page} (${at.state}) ${target.join(' ')}`
      );
    }
}
