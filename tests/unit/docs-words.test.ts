import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, sourcesIn } from '#tests/architecture/sources.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const list = /^## Words we do not use$[\s\S]*?(?=^## |(?![\s\S]))/m;

/** The words of docs/threat-model.md that may stand only where they are denied. */
const words = [...(list.exec(read('docs/threat-model.md'))?.[0] ?? '').matchAll(/"([^"]+)"/g)].map((found) => found[1] ?? '');

const pattern = new RegExp(
  words.map((word) => word.replaceAll(/[-\s]+/g, '[-\\s]+').replaceAll(/['’]/g, "['’]")).join('|'),
  'iu'
);
const denies = /\b(not|never|no|nobody|nothing|none|without|nid|byth)\b|لا |ليس|لم /iu;

/** Sentences that use one of the words and do not deny it. */
const claimsIn = (text: string): string[] =>
  text
    .replaceAll(/\s+/g, ' ')
    .split(/(?<=[.:;|؟])\s/)
    .filter((sentence) => pattern.test(sentence) && !denies.test(sentence));

/** Every sentence of a words file, however deep. */
const sentences = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(sentences)
      : [];

describe('the words we do not use', () => {
  it('are listed in the threat model', () => {
    expect(words).toEqual(expect.arrayContaining(['end-to-end encrypted', 'anonymous', 'zero knowledge', 'dienw']));
    expect(words.length).toBeGreaterThan(15);
  });

  it('are found when claimed and let through when denied', () => {
    expect(claimsIn('Your words are end-to-end\nencrypted. All is well.')).toEqual(['Your words are end-to-end encrypted.']);
    expect(claimsIn('It is not end-to-end encrypted, and nobody\nin it is anonymous.')).toEqual([]);
    expect(claimsIn('Write to us. It is anonymous.')).toEqual(['It is anonymous.']);
  });

  it('stand in nothing a child, parent or worker reads, in any language', () => {
    const found = sourcesIn('src/locales', ['.json']).flatMap(({ path, text }) =>
      sentences(JSON.parse(text)).flatMap((sentence) => claimsIn(sentence).map((claim) => `${path}: ${claim}`))
    );
    expect(found).toEqual([]);
  });

  it('stand in no document', () => {
    const documents = [
      'README.md',
      'SECURITY.md',
      'ARCHITECTURE.md',
      'CHANGELOG.md',
      ...sourcesIn('docs', ['.md']).map(({ path }) => path)
    ];
    const found = documents.flatMap((path) => claimsIn(read(path).replace(list, '')).map((claim) => `${path}: ${claim}`));
    expect(found).toEqual([]);
  });
});
