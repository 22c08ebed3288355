// Starts other programs: always the Node 26 that npm brought, always by its path.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNode } from './node26.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Where each tool's own script lies; `.bin` is not relied on, for npm 10 leaves it incomplete. */
const scripts = {
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
  kit: '@sveltejs/kit/svelte-kit.js',
  'svelte-check': 'svelte-check/bin/svelte-check',
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  playwright: '@playwright/test/cli.js'
};

/** Absolute path of a tool's script. */
export const script = (name) => join(root, 'node_modules', scripts[name]);

/**
 * Runs Node 26 with `args` in the project's folder and resolves with its exit code (128 + number for a signal).
 * SIGINT and SIGTERM go on to it. `quiet` keeps what it prints and shows it only when it fails.
 * `env` fills what is not set; `force` overrides; `limitMs` ends one that hangs (exit code 124).
 */
export function run(args, options = {}) {
  return start(bundledNode(root), args, options);
}

/** As `run`, for any program. */
export function start(program, args, { env = {}, force = {}, quiet = false, limitMs = 0 } = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...env, ...withNodeFirst(program), ...force },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    windowsHide: true
  });
  const said = [];
  child.stdout?.on('data', (part) => said.push(part));
  child.stderr?.on('data', (part) => said.push(part));
  return ended(child, limitMs).then((code) => {
    if (code !== 0 && quiet) process.stderr.write(Buffer.concat(said));
    return code;
  });
}

/** So that a tool that starts `node` by name gets the same one. */
function withNodeFirst(program) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: [dirname(program), process.env[name]].filter(Boolean).join(delimiter) };
}

function ended(child, limitMs) {
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  const watch = stopWhenAbandoned(child);
  let late = false;
  const limit = limitMs && setTimeout(() => ((late = true), child.kill('SIGKILL')), limitMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(late ? 124 : (code ?? 128 + (constants.signals[signal] ?? 0))));
  }).finally(() => {
    clearTimeout(limit);
    clearInterval(watch);
    process.off('SIGINT', pass);
    process.off('SIGTERM', pass);
  });
}

/**
 * When npm is ended it takes down the shell between it and us, not us: without this a server nobody sees would
 * keep its port. A parent that is gone shows as another parent's number.
 */
function stopWhenAbandoned(child) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 250);
  return watch;
}
