import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export const root = join(import.meta.dirname, '../..');

/** One file of the project: its path from the root, with `/`, and its text. */
export type Source = Readonly<{ path: string; text: string }>;

/** What one file imports: the address as written, and whether only types (gone when it runs). */
export type Import = Readonly<{ from: string; types: boolean }>;

/** Every file under `folder` with one of these endings. */
export function sourcesIn(folder: string, endings: readonly string[]): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The parsed script of a file: all of a `.ts`, what stands in `<script>` of a `.svelte`. */
export function scriptOf(source: Source): ts.SourceFile {
  const known = parsed.get(source) ?? parseScript(source);
  parsed.set(source, known);
  return known;
}

const parsed = new WeakMap<Source, ts.SourceFile>();

function parseScript({ path, text }: Source): ts.SourceFile {
  const script = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((found) => found[1]).join('\n')
    : text;
  return ts.createSourceFile(`${path}.ts`, script, ts.ScriptTarget.Latest, true);
}

/** Every import, re-export and `import('…')` of a file. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const from = addressOf(node);
    if (from !== null) found.push({ from, types: onlyTypes(node) });
    ts.forEachChild(node, visit);
  };
  visit(scriptOf(source));
  return found;
}

function addressOf(node: ts.Node): string | null {
  if (
    (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
    node.moduleSpecifier &&
    ts.isStringLiteral(node.moduleSpecifier)
  )
    return node.moduleSpecifier.text;
  const [first] = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : [];
  return first && ts.isStringLiteral(first) ? first.text : null;
}

function onlyTypes(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node) || !node.importClause) return false;
  const { phaseModifier, name, namedBindings } = node.importClause;
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
  return !name && named.length > 0 && named.every((element) => element.isTypeOnly);
}
