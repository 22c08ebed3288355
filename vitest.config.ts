import { availableParallelism } from 'node:os';
import { sveltekit } from '@sveltejs/kit/vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const ownFolder = 'tests/setup/folder.ts';

/** A real database takes a moment to be made, so what prepares one may take longer than a test. */
const roomsOn = (database: 'sqlite' | 'postgres') => ({
  plugins: [svelte()],
  test: {
    name: `rooms-${database}`,
    include: ['tests/rooms/**/*.test.ts'],
    environment: 'node',
    env: { HEARD_TEST_DATABASE: database },
    globalSetup: database === 'postgres' ? [ownFolder, 'tests/setup/postgres.ts'] : [ownFolder],
    testTimeout: 60_000,
    hookTimeout: 60_000
  }
});

export default defineConfig({
  test: {
    maxWorkers: Math.max(2, availableParallelism()),
    env: { TZ: 'UTC', HEARD_MODE: 'test' },
    passWithNoTests: false,
    projects: [
      {
        plugins: [svelte()],
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/authorisation/**/*.test.ts', 'tests/*.test.ts'],
          environment: 'node',
          globalSetup: [ownFolder],
          testTimeout: 30_000
        }
      },
      {
        plugins: [sveltekit(), svelteTesting()],
        test: {
          name: 'components',
          include: ['tests/components/**/*.test.ts'],
          environment: 'jsdom',
          testTimeout: 30_000
        }
      },
      roomsOn('sqlite'),
      roomsOn('postgres'),
      {
        test: {
          name: 'http',
          include: ['tests/http/**/*.test.ts'],
          environment: 'node',
          globalSetup: [ownFolder],
          testTimeout: 30_000,
          hookTimeout: 30_000
        }
      }
    ]
  }
});
