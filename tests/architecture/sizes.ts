import ts from 'typescript';
import { dataFiles, sizes } from './house.ts';
import { scriptOf, type Source } from './sources.ts';

export type Sized = Readonly<{ name: string; lines: number }>;

/** Lines of a file without the empty line after its last. */
export const linesOf = ({ text }: Source): number => text.trimEnd().split('\n').length;

/** Data, drawings, lists. */
export const isData = ({ path }: Source): boolean =>
  Object.keys(dataFiles).some((data) => path === data || (data.endsWith('/') && path.startsWith(data)));

/** Every function of a file with its lines, the innermost too. */
export function functionsOf(source: Source): Sized[] {
  const file = scriptOf(source);
  const found: Sized[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body)
      found.push({ name: `${source.path}: ${nameOf(node)}`, lines: linesBetween(file, node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function nameOf(node: ts.Node): string {
  const named = [node, node.parent].flatMap((one) => (isNamed(one) ? [one.name.text] : []));
  return named[0] ?? 'a function without a name';
}

type Named = ts.Node & { name: ts.Identifier };
const isNamed = (node: ts.Node): node is Named =>
  'name' in node && typeof node.name === 'object' && node.name !== null && 'text' in node.name;

function linesBetween(file: ts.SourceFile, node: ts.Node): number {
  return (
    file.getLineAndCharacterOfPosition(node.getEnd()).line - file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
  );
}

/** The number below which 95 of 100 lie. */
export function ninetyFifth(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}

/** Files and functions past their ceilings, in words. */
export function tooLong(source: Source): string[] {
  const lines = linesOf(source);
  const file =
    lines > sizes.fileCeiling && !isData(source)
      ? [`${source.path} has ${lines} lines; the ceiling is ${sizes.fileCeiling}. Which noun in it wants a file of its own?`]
      : [];
  const functions = functionsOf(source)
    .filter((one) => one.lines > sizes.functionCeiling)
    .map((one) => `${one.name} has ${one.lines} lines; the ceiling is ${sizes.functionCeiling}.`);
  return [...file, ...functions];
}
