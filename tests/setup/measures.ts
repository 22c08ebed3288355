import type { Page } from '@playwright/test';

/**
 * What is measured in a page itself, for the stories and for the audit alike. Each of these functions is sent into the
 * page on its own, so it holds all it needs; it is handed `where`, which names an element for a person.
 */
export const measured = <T>(page: Page, measure: (where: Where) => T): Promise<T> =>
  page.evaluate<T>(`(${String(measure)})(${String(where)})`);

/** Several at once: one journey to the page for all. */
export const measuredTogether = <T extends Readonly<Record<string, unknown>>>(
  page: Page,
  measures: { [Name in keyof T]: (where: Where) => T[Name] }
): Promise<T> => {
  const each = Object.entries(measures).map(([name, measure]) => `${name}: (${String(measure)})(${String(where)})`);
  return page.evaluate<T>(`({ ${each.join(', ')} })`);
};

export type Where = (one: Element) => string;

/** The last steps to an element, and the beginning of what it says. */
function where(one: Element): string {
  const step = (each: Element) => {
    const classes = [...each.classList].filter((name) => !/^(svelte|s)-/.test(name)).map((name) => `.${name}`);
    const told = ['name', 'value', 'href'].flatMap((name) =>
      each.hasAttribute(name) ? [`[${name}="${each.getAttribute(name)}"]`] : []
    );
    return [each.tagName.toLowerCase(), each.id && `#${each.id}`, ...classes, ...told].join('');
  };
  const steps: string[] = [];
  for (let each: Element | null = one; each && each !== document.body && steps.length < 3; each = each.parentElement)
    steps.unshift(step(each));
  const says = (one.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 40);
  return `${steps.join(' > ')}${says && ` "${says}"`}`;
}

/** How wide the page is when it can be moved sideways, and what sticks out; nothing when it cannot. */
export function sticksOut(where: Where): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const outside = [...document.querySelectorAll('body *')].filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return right > clientWidth + 1 || left < -1;
  });
  return [`${scrollWidth} px wide in ${clientWidth}`, ...outside.slice(0, 5).map(where)];
}

/** One thing to press: its size in px, and whether it is a link inside a sentence, which may be as low as its line. */
export type Target = Readonly<{ width: number; height: number; inSentence: boolean; where: string }>;

/** Everything to press that can be seen. What stands in a label is pressed anywhere on the label. */
export function targets(where: Where): Target[] {
  const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const isInSentence = (one: Element) => {
    const around = one.closest('p, li, dd, span');
    const text = (of: Element) => (of.textContent ?? '').trim().length;
    return one.tagName === 'A' && getComputedStyle(one).display === 'inline' && around !== null && text(around) > text(one);
  };
  return [...document.querySelectorAll<HTMLElement>(pressed)].flatMap((one) => {
    const target = one.closest('label') ?? one;
    const hidden = !target.checkVisibility({ visibilityProperty: true }) || one.closest('.visually-hidden') !== null;
    const { width, height } = target.getBoundingClientRect();
    return hidden ? [] : [{ width, height, inSentence: isInSentence(one), where: where(one) }];
  });
}

/** Words cut off by a part that hides what does not fit into it. */
export function cutOff(where: Where): string[] {
  const hides = (one: Element) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    return [overflowX, overflowY].some((how) => how === 'hidden' || how === 'clip');
  };
  const found = new Set<Element>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !/[\p{L}\p{N}]/u.test(node.textContent ?? '')) continue;
    if (parent.closest('.visually-hidden, svg, script, style, noscript') || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const words = range.getBoundingClientRect();
    for (let box: Element | null = parent; box && box !== document.body; box = box.parentElement) {
      const edge = box.getBoundingClientRect();
      const over = words.right > edge.right + 2 || words.left < edge.left - 2 || words.bottom > edge.bottom + 4;
      if (words.width > 0 && over && hides(box)) found.add(parent);
    }
  }
  return [...found].map(where);
}

/** Lines of words that lie on one another. */
export function overlaid(where: Where): string[] {
  const lines: { parent: Element; left: number; right: number; top: number; bottom: number }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !/[\p{L}\p{N}]/u.test(node.textContent ?? '')) continue;
    if (parent.closest('.visually-hidden, svg, script, style, noscript') || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      // The middle of a line: letters of two lines may reach past one another by design.
      const off = (bottom - top) * 0.3;
      if (right - left > 2) lines.push({ parent, left: left + 1, right: right - 1, top: top + off, bottom: bottom - off });
    }
  }
  const found = new Set<Element>();
  lines.forEach((one, at) => {
    for (const other of lines.slice(at + 1)) {
      const apart = one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
      const sticky = [one, other].some(({ parent }) => parent.closest('header, nav, [data-floats]'));
      if (!apart && one.parent !== other.parent && !sticky) found.add(other.parent);
    }
  });
  return [...found].map(where);
}

/** Where the keyboard is, when that cannot be seen: no outline around it, or around the label it stands in. */
export function focusUnseen(where: Where): string | null {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const shown = [here, here.closest('label')].some((one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const { width, height } = one.getBoundingClientRect();
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && width > 4 && height > 4;
  });
  return shown ? null : where(here);
}

/** What moves on the page now. */
export function moving(where: Where): string[] {
  return document.getAnimations().flatMap((one) => {
    const on = one.effect instanceof KeyframeEffect ? one.effect.target : null;
    return one.playState === 'running' && on ? [where(on)] : [];
  });
}
