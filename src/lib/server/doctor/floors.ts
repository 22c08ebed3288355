/**
 * The oldest version of a package without a known advisory that reaches us (`npm audit` is not to be had everywhere).
 * Raise a floor when an advisory is published; never lower one. Several: one for each major line in use.
 */
export const floors: Readonly<Record<string, readonly string[]>> = {
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

/** What this runs on; below these it does not, or loses data. */
export const foundations = { node: '26.0.0', sqlite: '3.51.3', postgres: '15.0' } as const;

/** Never installed: superseded, or with advisories open for good. */
export const refused: readonly string[] = ['node', 'i18next-fs-backend', 'i18next-http-middleware'];

type Locked = Readonly<{ version?: string }>;
export type LockFile = Readonly<{ packages: Readonly<Record<string, Locked>> }>;

/** Every version of a package that the lock file installs, at any depth. */
export const versionsIn = ({ packages }: LockFile, name: string): string[] =>
  Object.entries(packages).flatMap(([path, { version }]) => (path.endsWith(`node_modules/${name}`) && version ? [version] : []));

const numbers = (version: string) => version.split(/[- ]/, 1)[0]?.split('.').map(Number) ?? [];

export function atLeast(version: string, floor: string): boolean {
  const [have, need] = [numbers(version), numbers(floor)];
  const differs = need.findIndex((part, at) => part !== have[at]);
  return differs === -1 || (have[differs] ?? 0) > (need[differs] ?? 0);
}

/** The packages of a lock file that are below every floor, or should not be there at all, as `name version`. */
export function belowFloor(lock: LockFile): string[] {
  const low = Object.entries(floors).flatMap(([name, lines]) =>
    versionsIn(lock, name).flatMap((version) => (lines.some((floor) => atLeast(version, floor)) ? [] : [`${name} ${version}`]))
  );
  return [...low, ...refused.flatMap((name) => versionsIn(lock, name).map((version) => `${name} ${version}`))];
}
