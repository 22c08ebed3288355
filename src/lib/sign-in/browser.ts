/**
 * What kind of browser asks, so that people know their visits apart: its family and what it runs on. No version and no
 * address, and nothing that would tell one person's from another's.
 */
const families = [
  ['edge', /\bEdg(e|A|iOS)?\//],
  ['samsung', /\bSamsungBrowser\//],
  ['firefox', /\b(Firefox|FxiOS)\//],
  ['chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
  ['safari', /\bSafari\//]
] as const satisfies readonly (readonly [string, RegExp])[];

const systems = [
  ['android', /\bAndroid\b/],
  ['ios', /\b(iPhone|iPad|iPod)\b/],
  ['windows', /\bWindows\b/],
  ['mac', /\bMac OS X\b/],
  ['linux', /\bLinux\b|\bCrOS\b/]
] as const satisfies readonly (readonly [string, RegExp])[];

export type BrowserFamily = (typeof families)[number][0] | 'other';
export type BrowserSystem = (typeof systems)[number][0] | 'other';

/** E.g. `firefox/windows`; what is not known is `other`. */
export function browserOf(userAgent: string | null): string {
  const agent = (userAgent ?? '').slice(0, 400);
  return `${named(families, agent)}/${named(systems, agent)}`;
}

/** What makers call them: names, the same in every language. */
const names: Readonly<Record<BrowserFamily | BrowserSystem, string>> = {
  ...{ edge: 'Edge', samsung: 'Samsung', firefox: 'Firefox', chrome: 'Chrome', safari: 'Safari' },
  ...{ android: 'Android', ios: 'iPhone/iPad', windows: 'Windows', mac: 'Mac', linux: 'Linux', other: '?' }
};

/** E.g. "Firefox, Windows": for pages in every language. */
export const browserNamed = ({ family, system }: { family: BrowserFamily; system: BrowserSystem }): string =>
  family === 'other' && system === 'other' ? names.other : `${names[family]}, ${names[system]}`;

/** The two parts again, as they were kept. */
export function browserParts(kept: string | null): { family: BrowserFamily; system: BrowserSystem } {
  const [family, system] = (kept ?? '').split('/');
  return {
    family: families.find(([name]) => name === family)?.[0] ?? 'other',
    system: systems.find(([name]) => name === system)?.[0] ?? 'other'
  };
}

const named = (list: readonly (readonly [string, RegExp])[], agent: string): string =>
  list.find(([, like]) => like.test(agent))?.[0] ?? 'other';
