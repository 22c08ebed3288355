import { parse, type AST } from 'svelte/compiler';
import ts from 'typescript';
import { scriptOf, type Source } from './sources.ts';

/** Attributes that a person reads or hears. */
const spoken = [
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'alt',
  'title',
  'placeholder',
  'label',
  'heading',
  'text',
  'hint'
];

/** What may stand in a template as it is: marks, units and what a council gave as a number. */
const mayStand = /^[\s\d\p{P}\p{S}]*$/u;

/** A sentence somebody would read: a capital letter and at least three words. */
const sentence = /^[A-Z][a-z’']+(,? [\w’'-]+){2,}/;

type Node = { type: string; start: number; [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Faults of one component: English in the markup, `{@html}`, `style=`. Sentences that name the file and the line. */
export function markupFaults(source: Source): string[] {
  const { fragment } = parse(source.text, { modern: true, filename: source.path });
  const at = (node: Node) => `${source.path}:${source.text.slice(0, node.start).split('\n').length}`;
  const faults: string[] = [];
  const visit = (node: Node): void => {
    const fault = faultOf(node);
    if (fault) faults.push(`${at(node)} ${fault}`);
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child);
  };
  visit(fragment as AST.Fragment & Node);
  return faults;
}

function faultOf(node: Node): string | null {
  if (node.type === 'HtmlTag') return 'uses {@html}: what people wrote would become markup.';
  if (node.type === 'StyleDirective' || (node.type === 'Attribute' && node.name === 'style'))
    return 'has a style attribute, which the content policy refuses: use a class.';
  if (node.type === 'Attribute' && spoken.includes(String(node.name))) return english(textsOf(node.value));
  if (node.type === 'Attribute') return english(textsOf(node.value).filter((text) => sentence.test(text)));
  if (node.type === 'Fragment') return english(Array.isArray(node.nodes) ? node.nodes.flatMap(ownTexts) : []);
  return null;
}

const english = (texts: readonly string[]): string | null => {
  const found = texts.find((text) => !mayStand.test(text));
  return found === undefined ? null : `says “${found.trim()}” itself: put it into src/locales and take it from say.`;
};

/** The texts an attribute's value is made of. */
const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((part) => (isNode(part) ? ownTexts(part) : []));

/** What one node says by itself: a text, or strings that an expression may come to. */
function ownTexts(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node.type === 'Text') return [String(node.data)];
  return node.type === 'ExpressionTag' ? outcomes(node.expression) : [];
}

/** The literal strings an expression may come to: both sides of a choice, the parts of a template. */
function outcomes(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : [];
  if (node.type === 'ConditionalExpression') return [node.consequent, node.alternate].flatMap(outcomes);
  if (node.type === 'LogicalExpression') return [node.left, node.right].flatMap(outcomes);
  if (node.type === 'TemplateLiteral' && Array.isArray(node.quasis)) return node.quasis.map((part) => String(part.value.cooked));
  return [];
}

/** English sentences in TypeScript. What an error says to the person at the keyboard may stand in code. */
export function sentencesIn(source: Source): string[] {
  const file = scriptOf(source);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isError(node)) return;
    if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && sentence.test(node.text)) {
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      faults.push(`${source.path}:${line} says “${node.text}”: what people read lives in src/locales.`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
}

const isError = (node: ts.Node) => ts.isNewExpression(node) && /Error$/.test(node.expression.getText());

const physical = [
  /(?:^|[\s;{-])(?:left|right)\s*:/,
  /(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)/,
  /-(?:left|right)(?:-[a-z]+)?\s*:/
];

/** Lines of style with a physical side: a mirrored page would not be mirrored there. */
export function physicalSides(source: Source): string[] {
  const style = source.path.endsWith('.css')
    ? source.text
    : [...source.text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((found) => found[1]).join('\n');
  const lines = style.replace(/\/\*[\s\S]*?\*\//g, '').split('\n');
  return lines
    .filter((line) => physical.some((pattern) => pattern.test(line)))
    .map((line) => `${source.path} has “${line.trim()}”: write start or end (margin-inline-start, inset-inline-end…).`);
}

/** Addresses outside the house: a page asks nobody else for anything (the names of XML languages are no addresses). */
export function strangers(source: Source): string[] {
  const found = source.text.match(/(?:src|href|url|import|action|content)\s*[=(:]?\s*["'(]?https?:\/\/[^\s"')]+/g) ?? [];
  return found.filter((one) => !one.includes('www.w3.org')).map((one) => `${source.path} points outside: ${one}`);
}

/** Characters drawn differently (or not at all) on every device. */
export const emoji = (source: Source): string[] =>
  [...source.text.matchAll(/\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F/gu)].map(
    ([one]) => `${source.path} has the character ${one}: draw it in src/ui.`
  );
