import ts from 'typescript';
import { scriptOf, type Source } from './sources.ts';

/** A sentence of src/locales: `section:path.to.key` and its text. */
export type Saying = Readonly<{ key: string; text: string }>;

/** Every sentence of a language's sections. */
export function sayings(sections: object): Saying[] {
  return Object.entries(sections).flatMap(([name, section]) =>
    leaves(section, '').map(({ key, text }) => ({ key: `${name}:${key}`, text }))
  );
}

function leaves(value: unknown, at: string): Saying[] {
  if (typeof value === 'string') return [{ key: at, text: value }];
  return Object.entries(Object(value)).flatMap(([key, inner]) => leaves(inner, at === '' ? key : `${at}.${key}`));
}

const variant = /_(young|mid|teen|adult|zero|one|two|few|many|other)$/;
/** The key without its variants of band and number: what code asks for. */
export const baseOf = (key: string): string => (variant.test(key) ? baseOf(key.replace(variant, '')) : key);

/** The values a sentence wants. */
export const wanted = (text: string): string[] => [...text.matchAll(/\{\{\s*([\w-]+)/g)].map((found) => found[1] ?? '');

/** One call of `t('section:key', { … })` with the keys it may say and the values it gives; null: not all of them can be read here. */
export type Asked = Readonly<{ at: string; keys: readonly string[]; given: readonly string[] | null }>;

/** Every `t(…)` of a file whose keys stand there as they are. */
export function askedIn(source: Source): Asked[] {
  const file = scriptOf(source);
  const found: Asked[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)t$/.test(node.expression.getText(file))) {
      const [key, values] = node.arguments;
      const keys = key ? textsOf(key).filter((text) => /^[\w-]+:[\w.-]+$/.test(text)) : [];
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      if (keys.length > 0) found.push({ at: `${source.path}:${line}`, keys, given: namesIn(values) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The strings an expression may be: itself, or either side of a choice. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  return ts.isConditionalExpression(node) ? [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)] : [];
}

function namesIn(values: ts.Expression | undefined): string[] | null {
  if (!values) return [];
  if (!ts.isObjectLiteralExpression(values) || values.properties.some(ts.isSpreadAssignment)) return null;
  return values.properties.flatMap(({ name }) => (name ? [name.getText()] : []));
}

/** Every name that any object of a file gives a value to. */
export function namesGiven(source: Source): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) && ts.isIdentifier(node.name))
      found.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(scriptOf(source));
  return found;
}
