import { basename, join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from '#tests/architecture/sources.ts';

const kinds = 'src/lib/journeys/questions';

/** The folder of a new kind: stars out of five … */
const folder: Readonly<Record<string, string>> = {
  [`${kinds}/stars/kind.ts`]: `
    import * as v from 'valibot';
    import type { Kind } from '#lib/journeys/kind.ts';
    export const stars: Kind<number> = {
      code: 'stars',
      schema: () => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
      read: (question, posted) => {
        const given = posted.one(question.code);
        return given === null ? null : { value: Number(given), unsure: false };
      },
      lines: (asked, answer) => [asked.options[String(answer.value)] ?? '']
    };`
};

/** … its name in the form's types, and its line in each list that the compiler then asks for. */
const named: readonly (readonly [string, RegExp, string])[] = [
  ['src/lib/journeys/form.ts', /(?='faces')/, "'stars' | "],
  [`${kinds}/kinds.ts`, /(?=import \{ text \})/, "import { stars } from './stars/kind.ts';\n"],
  [`${kinds}/kinds.ts`, /(?<=type Values = \{)/, ' stars: number;'],
  [`${kinds}/kinds.ts`, /(?<=KindCode\]: Kind<Values\[Code\]>\s*\}> = \{)/, ' stars,'],
  [`${kinds}/fields.ts`, /(?<=FieldProps>>> = \{)/, ' stars: Text,'],
  ['src/lib/journeys/asked.ts', /(?=faces: feelings)/, "stars: ['1', '2', '3', '4', '5'], "]
];

const parsed = new Map<string, ts.SourceFile>();

/** What the compiler says of which list of kinds, with some files other than they are. */
function complaints(instead: Readonly<Record<string, string>>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ESNext
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  const own = (path: string) => instead[path.replaceAll('\\', '/').replace(`${root.replaceAll('\\', '/')}/`, '')];
  host.fileExists = (path) => own(path) !== undefined || fileExists(path);
  // A folder that is only in the air: ask no disk whether it is there.
  delete host.directoryExists;
  host.readFile = (path) => own(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = own(path);
    if (text !== undefined) return ts.createSourceFile(path, text, version);
    const known = parsed.get(path) ?? getSourceFile(path, version, ...rest);
    if (known) parsed.set(path, known);
    return known;
  };
  const lists = [`${kinds}/kinds.ts`, `${kinds}/fields.ts`, 'src/lib/journeys/asked.ts'].map((path) => join(root, path));
  const program = ts.createProgram([...lists, join(root, 'node_modules/svelte/types/index.d.ts')], options, host);
  return lists.flatMap((path) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map(({ messageText }) => `${basename(path)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
  );
}

function changed(upTo: number): Record<string, string> {
  const files: Record<string, string> = { ...folder };
  for (const [path, from, to] of named.slice(0, upTo)) {
    const text = files[path] ?? ts.sys.readFile(join(root, path)) ?? '';
    expect(text).toMatch(from);
    files[path] = text.replace(from, to);
  }
  return files;
}

it('does not compile until every list has it, and then needs nothing else', { timeout: 60_000 }, () => {
  expect(complaints({})).toEqual([]);
  const halfDone = complaints(changed(1));
  expect([...new Set(halfDone.map((said) => said.split(':')[0]))]).toEqual(['kinds.ts', 'fields.ts', 'asked.ts']);
  expect(complaints(changed(named.length))).toEqual([]);
});
