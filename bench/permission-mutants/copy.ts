import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { facts } from './mutants.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const parts = ['src', 'static', 'examples', 'package.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];

/**
 * A copy of the service, built in a folder of its own, in which one wrong rule at a time can be set from outside. The
 * service itself has nothing of the kind. Returns the folder; its handler is `build/handler.js`.
 */
export async function copyWithMutants(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'heard-mutants-'));
  for (const part of parts) await cp(join(root, part), join(dir, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(dir, 'node_modules'));
  for (const { id, file, right, wrong } of facts)
    await change(join(dir, file), right, wrong.replaceAll('BAD', `((globalThis as any).heardFact === ${JSON.stringify(id)})`));
  await append(join(dir, 'src/lib/permissions.ts'), setting);
  await append(join(dir, 'src/lib/sign-in/areas.ts'), '\nReflect.set(globalThis, "heardDoors", doors);\n');
  await change(
    join(dir, 'src/lib/relations.server.ts'),
    'const relations = await relationsTo(ctx, childId);',
    '((globalThis as any).heardVerbs ??= new Set()).add(verb);\n  const relations = await relationsTo(ctx, childId);'
  );
  await run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build'], {
    cwd: dir,
    env: { ...process.env, NODE_ENV: 'production' },
    maxBuffer: 1e8
  });
  return dir;
}

/** In the copy: what was sent from outside holds until the next; the answer is which verbs were asked for since the last. */
const setting = `
const heardTables: any = { ...permissions };
(globalThis as any).heardMutant = ({ mutant }: any) => {
  const tables: any = permissions;
  const doors: any = (globalThis as any).heardDoors;
  const kept: any = ((globalThis as any).heardKeptDoors ??= { ...doors });
  for (const verb of Object.keys(heardTables)) tables[verb] = heardTables[verb];
  for (const route of Object.keys(kept)) doors[route] = kept[route];
  (globalThis as any).heardFact = mutant?.fact ?? null;
  if (mutant?.verb) tables[mutant.verb] = mutant.grants;
  if (mutant?.route) doors[mutant.route] = { ...kept[mutant.route], area: mutant.area };
  const verbs = [...((globalThis as any).heardVerbs ?? [])];
  (globalThis as any).heardVerbs?.clear();
  return verbs;
};
`;

async function change(file: string, right: string, wrong: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(right)) throw new Error(`${file} no longer holds what the trial reads wrongly: ${right}`);
  await writeFile(file, text.replaceAll(right, wrong));
}

async function append(file: string, text: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')) + text);
}
