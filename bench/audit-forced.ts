import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { measured, type Where } from '#tests/setup/measures.ts';
import { each, type Wrong } from './audit-states.ts';

/** Runs where colours are forced: what one presses or writes in, and yet has neither an edge nor a line under it. */
function edgeless(where: Where): string[] {
  const shows = (one: Element) => {
    const { borderTopWidth, borderTopStyle, outlineWidth, outlineStyle, textDecorationLine } = getComputedStyle(one);
    const line = (width: string, style: string) => style !== 'none' && parseFloat(width) >= 1;
    return line(borderTopWidth, borderTopStyle) || line(outlineWidth, outlineStyle) || textDecorationLine.includes('underline');
  };
  return [
    ...document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), select, textarea, summary')
  ].flatMap((one) => {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('.visually-hidden')) return [];
    const natural =
      one instanceof HTMLInputElement && /^(radio|checkbox|file)$/.test(one.type) && getComputedStyle(one).opacity !== '0';
    const parts = [one, ...(one.closest('label') ? [one.closest('label')] : []), ...one.querySelectorAll('*')];
    const shown = parts.some((part) => part instanceof Element && (shows(part) || part instanceof SVGElement));
    return natural || shown ? [] : [where(one)];
  });
}

/** How controls look where colours are forced; with `pick`, also that what is picked looks other than by colour alone. */
export async function forcedWell(page: Page, pick: boolean): Promise<Wrong[]> {
  const faults = [
    ...each('nothing shows that this can be pressed', await measured(page, edgeless)),
    ...each('words cannot be told from what is behind them', await faint(page))
  ];
  const unpicked = page
    .locator('label:has(input[type=radio]:not(:checked)), label:has(input[type=checkbox]:not(:checked))')
    .first();
  if (!pick || !(await unpicked.isVisible().catch(() => false))) return faults;
  const label = await unpicked.elementHandle();
  if (!label) return faults;
  const box = await label.$('input');
  const grey = async () =>
    sharp(await label.screenshot())
      .greyscale()
      .raw()
      .toBuffer();
  const before = await grey();
  await box?.evaluate((one) => one instanceof HTMLInputElement && (one.checked = true));
  const after = await grey();
  await box?.evaluate((one) => one instanceof HTMLInputElement && (one.checked = false));
  const others =
    before.length === after.length ? before.filter((shade, byte) => Math.abs(shade - (after[byte] ?? 0)) > 48).length : Infinity;
  return others >= 30
    ? faults
    : [...faults, { what: 'picked and not picked look the same', where: (await label.textContent()) ?? '' }];
}

/**
 * Words under 4.5:1, measured in a picture of the page: where colours are forced, the styles a script can read are not
 * those that are drawn, so axe cannot tell.
 */
async function faint(page: Page): Promise<string[]> {
  const drawn = sharp(await page.screenshot({ fullPage: true }));
  const { data, info } = await drawn.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const light = (x: number, y: number): number => {
    const [r = 0, g = 0, b = 0] = [0, 1, 2].map((part) => {
      const c = (data[(y * info.width + x) * info.channels + part] ?? 0) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = ({ left, right, top, bottom }: Box): number => {
    let [least, most] = [1, 0];
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(info.height, bottom); y += 1)
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(info.width, right); x += 1) {
        const here = light(x, y);
        least = Math.min(least, here);
        most = Math.max(most, here);
      }
    return (most + 0.05) / (least + 0.05);
  };
  return (await measured(page, linesOfWords)).flatMap(({ boxes, where }) => {
    // Where directions mix, a box may hold nothing but a space: the best of them is what is read.
    const best = Math.max(...boxes.map(ratio));
    return best < 4.5 ? [`${best.toFixed(1)}:1 ${where}`] : [];
  });
}

type Box = Readonly<{ left: number; right: number; top: number; bottom: number }>;

/** Runs in the page: all words that can be seen, in places on the page. */
function linesOfWords(where: Where): { boxes: Box[]; where: string }[] {
  const found: { boxes: Box[]; where: string }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !/[\p{L}\p{N}]/u.test(node.textContent ?? '') || !parent.checkVisibility({ opacityProperty: true })) continue;
    if (parent.closest('.visually-hidden, svg, script, style, noscript, :disabled')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()]
      .filter(({ width }) => width > 4)
      .map(({ left, right, top, bottom }) => ({ left, right, top: top + scrollY, bottom: bottom + scrollY }));
    if (boxes.length > 0) found.push({ boxes, where: where(parent) });
  }
  return found;
}
