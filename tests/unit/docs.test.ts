import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sheets, type Sheet } from '#lib/imports/columns.ts';
import { environment } from '#lib/server/settings.ts';
import { root } from '#tests/architecture/sources.ts';
import { rooms } from '#tests/architecture/house.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const decisions = readdirSync(join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`);
const about = [
  'importing',
  'operating',
  'threat-model',
  'dpia',
  'data-map',
  'retention',
  'accessibility-statement',
  'childrens-code'
];
const written = about.map((name) => `docs/${name}.md`);
const documents = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'SECURITY.md', ...written, ...decisions];
const settings = Object.keys(environment.entries);
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

describe('README.md', () => {
  const readme = read('README.md');

  it('has a line for every setting and none for others', () => {
    const described = [...readme.matchAll(/^\| `(HEARD_[A-Z_]+)` \|/gm)].map((found) => found[1]);
    expect([...described].sort()).toEqual([...settings].sort());
  });

  it('agrees with .env.example about which settings there are', () => {
    const lines = [...read('.env.example').matchAll(/^#? ?(HEARD_[A-Z_]+)=/gm)].map((found) => found[1]);
    expect([...lines].sort()).toEqual([...settings].sort());
  });
});

describe('every document', () => {
  it('names only files, folders and commands that are there', () => {
    const missing = documents.flatMap((path) => {
      const text = read(path);
      const code = [...text.matchAll(/`([^`\n]+)`/g)].map((found) => found[1] ?? '');
      const links = [...text.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map((found) => join(path, '..', found[1] ?? ''));
      const paths = code.filter((name) => /^(src|tests|docs|scripts|examples|bench)\//.test(name) && !name.includes('<'));
      const commands = [...text.matchAll(/npm run ([\w:-]+)/g)]
        .map((found) => found[1] ?? '')
        .filter((name) => !scripts.includes(name));
      return [...[...paths, ...links].filter((name) => !existsSync(join(root, name))), ...commands].map(
        (name) => `${path} names ${name}`
      );
    });
    expect(missing).toEqual([]);
  });

  it('names only commands that can be typed', () => {
    const typed = documents.flatMap((path) =>
      [...read(path).matchAll(/npm run heard -- ([a-z-]+)/g)].map((found) => found[1] ?? '')
    );
    const known = read('src/commands/heard.ts');
    expect(typed.length).toBeGreaterThan(5);
    expect(typed.filter((name) => !known.includes(`'./${name}.ts'`))).toEqual([]);
  });

  it('keeps to what this repository may say', () => {
    for (const path of documents)
      expect([path, /\/work\/|registry|localhost:\d{4,5}\/\w/.exec(read(path))?.[0] ?? null]).toEqual([path, null]);
  });
});

describe('decision records', () => {
  it('are short, numbered without a gap, and each says context, decision or what is left out, and consequences', () => {
    expect(decisions.map((path) => path.slice('docs/decisions/'.length, 'docs/decisions/0000'.length))).toEqual(
      decisions.map((_, at) => String(at + 1).padStart(4, '0'))
    );
    for (const path of decisions) {
      const text = read(path);
      expect([path, text.split('\n').length <= 41, /\*\*Context\.\*\*/.test(text), /\*\*Consequences\.\*\*/.test(text)]).toEqual([
        path,
        true,
        true,
        true
      ]);
    }
  });
});

describe('ARCHITECTURE.md', () => {
  it('draws the rooms there are, in their order', () => {
    const drawn = [...read('ARCHITECTURE.md').matchAll(/^ {3}\| {2}([a-z-]+) {2,}\S/gm)].map((found) => found[1]);
    const there = rooms.filter((room) => existsSync(join(root, 'src/lib', room)));
    expect(drawn).toEqual(there);
  });
});

describe('docs/importing.md', () => {
  const row = (name: string, { needed, for: why, also }: { needed?: true; for: string; also: readonly string[] }) =>
    `| \`${name}\` | ${needed ? 'needed' : ''} | ${why} | ${[...new Set(also)].map((other) => `\`${other}\``).join(', ')} |`;

  it('has a line for every column that is read, with what it is for', () => {
    const lines = read('docs/importing.md').split('\n');
    const wanted = Object.values<Sheet>(sheets).flatMap(({ columns }) =>
      Object.entries(columns).map(([name, column]) => row(name, column))
    );
    expect(wanted.filter((line) => !lines.includes(line))).toEqual([]);
    expect(lines.filter((line) => /^\| `/.test(line)).length).toBe(wanted.length);
  });
});
