import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import { doors, undeclared, type Offered } from '#lib/sign-in/areas.ts';
import { printedDoors } from '#tests/authorisation/printed.ts';
import { scriptOf, sourcesIn, type Source } from '#tests/architecture/sources.ts';

const routes = sourcesIn('src/routes', ['+page.svelte', '+page.ts', '+page.server.ts', '+server.ts']);

/** What the routes offer, read from their files without running them. */
function offeredBy(files: readonly Source[]): Offered[] {
  const offered = new Map<string, { route: string; actions: string[]; methods: string[] }>();
  for (const file of files) {
    const route = file.path.replace('src/routes', '').replace(/\/\+[^/]+$/, '') || '/';
    const known = offered.get(route) ?? { route, actions: [], methods: [] };
    offered.set(route, known);
    const exported = exportsOf(file);
    if (file.path.endsWith('+server.ts')) known.methods.push(...[...exported.keys()].filter((name) => /^[A-Z]+$/.test(name)));
    const actions = exported.get('actions');
    if (actions && ts.isObjectLiteralExpression(actions))
      known.actions.push(...actions.properties.flatMap(({ name }) => (name ? [name.getText()] : [])));
  }
  return [...offered.values()];
}

/** Exported name to what it is set to (null for a function). */
function exportsOf(file: Source): Map<string, ts.Expression | null> {
  const found = new Map<string, ts.Expression | null>();
  for (const statement of scriptOf(file).statements) {
    if (!ts.canHaveModifiers(statement) || !ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      continue;
    if (ts.isFunctionDeclaration(statement) && statement.name) found.set(statement.name.text, null);
    if (ts.isVariableStatement(statement))
      for (const one of statement.declarationList.declarations) found.set(one.name.getText(), one.initializer ?? null);
  }
  return found;
}

describe('the doors', () => {
  // Changed on purpose only (npm run test:unit -- doors -u): the change of that file is what a reviewer reads.
  it('are what doors.txt says', async () => {
    await expect(`${printedDoors()}\n`).toMatchFileSnapshot('./doors.txt');
  });

  it('are all listed, with every action and method, and nothing is listed that is not there', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(undeclared(offeredBy(routes))).toEqual([]);
  });

  it('are found with their actions: the reading above is not blind', () => {
    const page = offeredBy(routes).find(({ route }) => route === '/me/say/[page]');
    expect(page?.actions).toEqual(expect.arrayContaining(['next', 'skip', 'back']));
    expect(offeredBy(routes).find(({ route }) => route === '/photo/[id]')?.methods).toEqual(['GET']);
  });

  const before = undeclared(offeredBy(routes));
  const news = (files: readonly Source[]) => undeclared(offeredBy(files)).filter((fault) => !before.includes(fault));
  const added = (path: string, text: string) => news([...routes, { path, text }]);

  it('name a route that nobody listed', () => {
    expect(added('src/routes/me/diary/+page.svelte', '<h1>{data.title}</h1>')).toEqual([
      '/me/diary is not in src/lib/sign-in/areas.ts: say who may knock'
    ]);
  });

  it('name an action that nobody listed', () => {
    const text = 'export const actions: Actions = { erase: async () => {} };';
    expect(added('src/routes/me/who/+page.server.ts', text)).toEqual(['/me/who?/erase is not in src/lib/sign-in/areas.ts']);
  });

  it('name a method that nobody listed', () => {
    expect(added('src/routes/photo/[id]/+server.ts', 'export const DELETE = async () => new Response();')).toEqual([
      'DELETE /photo/[id] is not in src/lib/sign-in/areas.ts'
    ]);
  });

  it('name what is listed and no longer there', () => {
    expect(news(routes.filter(({ path }) => !path.startsWith('src/routes/me/said/')))).toEqual([
      'src/lib/sign-in/areas.ts lists /me/said, which is not there'
    ]);
  });

  // Without it the server would look for the page that is not there over the network, under its own name.
  it('have one for every address nobody made, where the hooks lead from a hidden door', () => {
    expect(doors['/[...elsewhere]']).toEqual({ area: 'open' });
    expect(Object.keys(doors)).not.toContain('/not-here');
  });

  it('let nobody into a child’s or a worker’s pages who is neither', () => {
    const wrong = Object.entries(doors).filter(
      ([route, { area }]) =>
        (route.startsWith('/me') && area !== 'child') ||
        (route.startsWith('/staff') && area !== 'staff') ||
        (route.startsWith('/demo') && area !== 'demo')
    );
    expect(wrong).toEqual([]);
  });
});
