import type { Page } from '@playwright/test';
import { focusUnseen, measured, measuredTogether, type Where } from '#tests/setup/measures.ts';

/** More stops than any page has. */
const MOST = 500;

/** Walks through the page with Tab alone. Gives everything that is wrong with the way, each with where. */
export async function walked(page: Page): Promise<{ what: string; where: string }[]> {
  const wrong: { what: string; where: string }[] = [];
  const expected = await measured(page, stopsToCome);
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    // The way begins at the top, wherever the keyboard was before.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const met = new Set<number>();
  let before: Stop | null = null;
  let inside = 0;
  for (let stops = 0; ; stops += 1) {
    const { here, unseen } = await nextStop(page);
    // From outside the page the first Tab only comes to it; after the last stop it leaves, or begins anew.
    if (here === null && stops === 0) continue;
    if (here === null || [...met][0] === here.at) break;
    // A day has stops of its own inside its box: day, month, year, and the calendar's button.
    inside = before?.at === here.at && here.isDay ? inside + 1 : 0;
    if (inside > 0 && inside < 4) continue;
    if (met.has(here.at) || stops > MOST) {
      wrong.push({ what: 'Tab comes back to this and does not leave the page', where: here.where });
      break;
    }
    met.add(here.at);
    if (unseen) wrong.push({ what: 'one cannot see that the keyboard is here', where: unseen });
    if (here.covered) wrong.push({ what: 'the stop is covered or out of view', where: here.where });
    if (before && here.at < before.at) wrong.push({ what: 'the stop comes after one that stands later', where: here.where });
    if (before && jumpsUp(before, here))
      wrong.push({ what: `the stop stands above the one before it, ${before.where}`, where: here.where });
    before = here;
  }
  for (const { at, where } of expected) if (!met.has(at)) wrong.push({ what: 'the keyboard does not reach this', where });
  return wrong;
}

async function nextStop(page: Page): Promise<{ here: Stop | null; unseen: string | null }> {
  await page.keyboard.press('Tab');
  return measuredTogether(page, { here: stopHere, unseen: focusUnseen });
}

type Box = Readonly<{ top: number; bottom: number; left: number; right: number }>;
type Stop = Box & Readonly<{ at: number; where: string; covered: boolean; rightToLeft: boolean; isDay: boolean }>;

/** Wholly above the last stop, and not the top of the next column. */
const jumpsUp = (before: Stop, now: Stop): boolean =>
  now.bottom <= before.top + 1 && (now.rightToLeft ? now.right > before.left : now.left < before.right);

/** Where the keyboard is; null when it has left the page. Places are those on the page, however far it is scrolled. */
function stopHere(where: Where): Stop | null {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return null;
  const box = here.closest('label') ?? here;
  const { top, bottom, left, right } = box.getClientRects()[0] ?? box.getBoundingClientRect();
  const points = [0.5, 0.1, 0.9].flatMap((x) =>
    [0.5, 0.1, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y])
  );
  const seen = points.some(([x = 0, y = 0]) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (box.contains(hit) || hit.contains(box));
  });
  return {
    at: [...document.querySelectorAll('*')].indexOf(here),
    where: where(here),
    covered: !seen,
    isDay: here instanceof HTMLInputElement && here.type === 'date',
    rightToLeft: document.documentElement.dir === 'rtl',
    ...{ top: top + scrollY, bottom: bottom + scrollY, left, right }
  };
}

/** Everything the keyboard should come to: of radios with one name, the one that is picked, or the first. */
function stopsToCome(where: Where): { at: number; where: string }[] {
  const all = [...document.querySelectorAll('*')];
  const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const found = [...document.querySelectorAll<HTMLElement>(pressed)].filter(
    (one) =>
      one.tabIndex >= 0 &&
      !one.matches(':disabled') &&
      one.checkVisibility({ visibilityProperty: true }) &&
      !one.closest('[inert]')
  );
  const groups = new Map<string, HTMLInputElement>();
  for (const one of found)
    if (one instanceof HTMLInputElement && one.type === 'radio' && (one.checked || !groups.has(one.name)))
      groups.set(one.name, one);
  return found
    .filter((one) => !(one instanceof HTMLInputElement && one.type === 'radio') || groups.get(one.name) === one)
    .map((one) => ({ at: all.indexOf(one), where: where(one) }));
}
