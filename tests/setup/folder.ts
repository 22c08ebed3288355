import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '#lib/server/database/open.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run's own; it is gone when the run is over. */
    testFolder: string;
    /** A SQLite file with every table and nothing in it, to be copied. */
    sqliteModel: string;
  }
}

let folder: string | undefined;

/** Makes the run's folder; vitest calls this before the first file of a project. */
export async function setup(project: TestProject): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'heard-tests-'));
  project.provide('testFolder', folder);
  const model = join(folder, 'model.sqlite');
  await migrated(`sqlite:${model}`);
  project.provide('sqliteModel', model);
}

/** Makes every table in an empty database, once for all who begin with a copy of it. */
export async function migrated(url: string): Promise<void> {
  await (await openDatabase(url, { now: () => new Date() })).close();
}

/** Clears it away with everything the tests left in it. */
export function teardown(): void {
  if (folder) rmSync(folder, { recursive: true, force: true });
}
