import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run's own; it is gone when the run is over. */
    testFolder: string;
  }
}

let folder: string | undefined;

/** Makes the run's folder; vitest calls this before the first file of a project. */
export function setup(project: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), 'heard-tests-'));
  project.provide('testFolder', folder);
}

/** Clears it away with everything the tests left in it. */
export function teardown(): void {
  if (folder) rmSync(folder, { recursive: true, force: true });
}
