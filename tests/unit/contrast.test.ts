import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { themes } from '#lib/children/look.ts';

/** The colour tokens of one block of tokens.css, name to hex. */
type Look = Readonly<Record<string, string>>;

const css = readFileSync('src/ui/tokens.css', 'utf8');

/** Every `--name: #hex` between the braces that follow `selector`. */
function look(selector: string): Look {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`tokens.css has no block "${selector}"`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]));
}

/** Relative luminance of a six-digit hex colour, by WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of two colours, 1 to 21, by WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const sea = look(':root');
const looks = Object.fromEntries(themes.map((name) => [name, { ...sea, ...look(`[data-theme='${name}']`) }]));

const text = [
  ['ink', 'paper'],
  ['ink', 'card'],
  ['ink', 'tint'],
  ['ink', 'danger-tint'],
  ['muted', 'paper'],
  ['muted', 'card'],
  ['accent', 'paper'],
  ['accent', 'card'],
  ['accent', 'tint'],
  ['on-accent', 'accent'],
  ['on-danger', 'danger'],
  ['danger', 'paper'],
  ['danger', 'danger-tint'],
  ['face-ink', 'face'],
  ['on-leave', 'leave']
] as const;

const edges = [
  ['line', 'paper'],
  ['line', 'card'],
  ['line', 'tint'],
  ['accent', 'tint'],
  ['accent', 'paper'],
  ['ink', 'paper'],
  ['ring', 'ring-edge'],
  ['face', 'face-ink']
] as const;

describe.each(Object.entries(looks))('the colours of %s', (_name, colours: Look) => {
  const ratio = (front: string, back: string) => contrast(colours[front] ?? '', colours[back] ?? '');

  it.each(text)('%s can be read on %s (7 to 1)', (front, back) => expect(ratio(front, back)).toBeGreaterThanOrEqual(7));

  it.each(edges)('%s can be made out against %s (3 to 1)', (front, back) => expect(ratio(front, back)).toBeGreaterThanOrEqual(3));

  it('shows the ring of focus and "Leave now" on its paper by one of their two colours', () => {
    expect(Math.max(ratio('ring', 'paper'), ratio('ring-edge', 'paper'))).toBeGreaterThanOrEqual(3);
    expect(Math.max(ratio('leave', 'paper'), ratio('leave-edge', 'paper'))).toBeGreaterThanOrEqual(3);
  });
});

it('has the same sea whether it was chosen or is what everybody starts with', () => {
  expect(sea).toMatchObject(look("[data-theme='sea']"));
});

it('has the same night whether the device or the child asked for it', () => {
  expect(look(':root:not([data-theme])')).toEqual(look("[data-theme='night']"));
});

it('writes the words of every staff tag at 7 to 1 on its fill', () => {
  const tag = readFileSync('src/ui/Tag.svelte', 'utf8');
  const fills = [...tag.matchAll(/background: (#[0-9a-f]{6});\s*color: (#[0-9a-f]{6})/g)];
  expect(fills).toHaveLength(4);
  for (const [, fill = '', ink = ''] of fills) expect(contrast(ink, fill)).toBeGreaterThanOrEqual(7);
});

it('knows the two ends of the scale', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#fbfaf5', '#17212b')).toBeCloseTo(15.59, 1);
});
