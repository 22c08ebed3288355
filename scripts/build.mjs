// Builds the pages, only when something they are made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, run, script } from './child.mjs';
import { alone } from './lock.mjs';
import { plain } from './node26.mjs';
import { seconds, setUpLock } from './setup.mjs';

const stampFile = join(root, 'build', '.heard-stamp');
const madeOf = ['src', 'static', 'package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];

/** Resolves with 0 when `build/` is up to date, otherwise with the exit code of what failed. */
export async function build() {
  if (upToDate()) return 0;
  return alone(setUpLock, async () => (upToDate() ? 0 : buildNow()));
}

const upToDate = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceHash();

async function buildNow() {
  if (!existsSync(script('vite'))) {
    throw plain(
      'The pages must be built, and the tools for that are left out here (omit=dev). Build first, then leave them out.'
    );
  }
  const began = Date.now();
  console.log('Building the pages…');
  const hash = sourceHash();
  rmSync(stampFile, { force: true });
  const code = await run([script('vite'), 'build'], { quiet: true, force: { NODE_ENV: 'production' } });
  if (code === 0) writeFileSync(stampFile, hash);
  console.log(code === 0 ? `The pages are built (${seconds(began)}).` : 'Building the pages failed; what it said is above.');
  return code;
}

/** One hash over names and contents of everything a build reads. */
function sourceHash() {
  const hash = createHash('sha256');
  for (const file of madeOf.flatMap((name) => filesIn(join(root, name)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
  const byName = (a, b) => (a.name < b.name ? -1 : 1);
  return entries
    .sort(byName)
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]));
}
