import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import { goes } from '#lib/erasing/what-goes.ts';
import { keeps, longestKeptDays } from '#lib/server/backup/keeping.ts';
import { environment, readSettings } from '#lib/server/settings.ts';
import { doors } from '#lib/sign-in/areas.ts';
import { root, scriptOf, sourcesIn } from '#tests/architecture/sources.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Rows of every Markdown table of a document, cell by cell, without heads and rules. */
const rowsOf = (path: string): string[][] =>
  read(path)
    .split('\n')
    .filter((line, at, all) => line.startsWith('|') && !line.startsWith('|---') && !all[at + 1]?.startsWith('|---'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim())
    );

/** What stands between backticks. */
const named = (text: string | undefined): string[] => [...(text ?? '').matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '');

/** Every table of tables.ts with its sealed columns, read without running it. */
function tablesThere(): Map<string, string[]> {
  const path = 'src/lib/server/database/tables.ts';
  const found = new Map<string, string[]>();
  for (const statement of scriptOf({ path, text: read(path) }).statements) {
    if (!ts.isTypeAliasDeclaration(statement) || statement.name.text !== 'Tables' || !ts.isTypeLiteralNode(statement.type))
      continue;
    for (const table of statement.type.members) {
      if (!ts.isPropertySignature(table) || !table.type || !ts.isTypeLiteralNode(table.type)) continue;
      const columns = table.type.members.flatMap(({ name }) => (name ? [name.getText()] : []));
      found.set(
        table.name.getText(),
        columns.filter((column) => column.endsWith('_sealed'))
      );
    }
  }
  return found;
}

const there = tablesThere();
/** Rows of the data map that are about a table of the database: five cells, the first one its name. */
const mapped = rowsOf('docs/data-map.md').filter((cells) => cells.length === 5);
const modes = rowsOf('docs/retention.md').filter((cells) => cells.length === 4);

describe('docs/data-map.md', () => {
  it('reads the tables there are', () => {
    expect(there.size).toBeGreaterThan(50);
    expect(there.get('children')).toContain('born_sealed');
  });

  it('has one row for every table and none for others', () => {
    expect(mapped.flatMap(([table]) => named(table)).sort()).toEqual([...there.keys()].sort());
  });

  it('names every sealed column of a table, and no other', () => {
    const said = mapped.map(([table, , , sealed]) => [named(table)[0], named(sealed).sort()]);
    const is = [...there].map(([table, columns]) => [table, columns.sort()]);
    expect(said.sort()).toEqual(is.sort());
  });

  it('says of every table why it is there, whose it is and how long it is kept', () => {
    expect(mapped.filter((cells) => cells.some((cell) => cell.length < 3)).map(([table]) => table)).toEqual([]);
  });
});

describe('docs/retention.md', () => {
  it('has every way of keeping the data map names, with the same tables', () => {
    const pairs = (rows: readonly (readonly [string[], string[]])[]) =>
      rows.flatMap(([keeps, tables]) => keeps.flatMap((keep) => tables.map((table) => `${keep}: ${table}`))).sort();
    const inMap = pairs(mapped.map((cells) => [named(cells[4]), named(cells[0])]));
    const inSchedule = pairs(modes.map((cells) => [named(cells[0]), named(cells[1])]));
    expect(inSchedule).toEqual(inMap);
  });

  it('says of each how long, and whether the program erases it today', () => {
    const unclear = modes.filter(([, , term, who]) => !term || !/^(By itself|A person|Nothing yet|Never)\b/.test(who ?? ''));
    expect(unclear.map(([mode]) => mode)).toEqual([]);
  });

  it('calls a child’s only what goes when that child is erased', () => {
    const [child] = modes.filter(([mode]) => named(mode)[0] === 'child');
    const going = goes.map(({ table }) => String(table));
    expect(named(child?.[1]).filter((table) => !going.includes(table))).toEqual([]);
    // What goes with a child and stands elsewhere is gone sooner, or is other people's too.
    const elsewhere = going.filter((table) => !named(child?.[1]).includes(table));
    expect(elsewhere.sort()).toEqual([
      'attachments',
      'devices',
      'entry_codes',
      'kept_words',
      'rating_tokens',
      'secret_tries',
      'sessions'
    ]);
  });

  it('gives the days of backups and of the log as the program has them', () => {
    const text = read('docs/retention.md').replaceAll(/\s+/g, ' ');
    expect(text).toContain(`the last ${keeps.days} days, ${keeps.weeks} weeks and ${keeps.months} months`);
    expect(text).toContain(`\`HEARD_BACKUP_DAYS\` (${longestKeptDays} when it is not set)`);
    expect(text).toContain(
      `\`HEARD_AUDIT_YEARS\` at least, ${readSettings({ HEARD_MODE: 'test' }).auditYears} when it is not set`
    );
  });

  it('says "by itself" only of tables that some file of the program deletes from, and names a file that is there', () => {
    const deletes = sourcesIn('src', ['.ts'])
      .filter(({ path }) => !path.includes('/migrations/'))
      .flatMap(({ text }) => [...text.matchAll(/deleteFrom\('(\w+)'\)/g)].map((found) => found[1]));
    for (const [mode, tables, , who] of modes.filter((cells) => /^By itself/.test(cells[3] ?? ''))) {
      expect([mode, named(tables).filter((table) => !deletes.includes(table))]).toEqual([mode, []]);
      expect([mode, named(who).filter((path) => !existsSync(join(root, path)))]).toEqual([mode, []]);
      expect([mode, named(who).length > 0]).toEqual([mode, true]);
    }
  });
});

describe('docs/threat-model.md', () => {
  const text = read('docs/threat-model.md');

  it('quotes sentences of tests that are there', () => {
    const quoted = [...text.matchAll(/`(tests\/[^`]+)` \("([^"]+)"\)/g)].map(
      (found) => [found[1] ?? '', found[2] ?? ''] as const
    );
    expect(quoted.length).toBeGreaterThan(20);
    expect(quoted.filter(([path, sentence]) => !existsSync(join(root, path)) || !read(path).includes(sentence))).toEqual([]);
  });

  it('has a test for every promise, but for whoever runs the server', () => {
    const held = (cells: string[]) => cells.some((cell) => named(cell).some((path) => path.startsWith('tests/')));
    const unheld = rowsOf('docs/threat-model.md').filter((cells) => !held(cells));
    expect(unheld.map(([who]) => who)).toEqual(['**Whoever runs the server; a malicious update**']);
  });
});

describe('docs/childrens-code.md', () => {
  const standards = rowsOf('docs/childrens-code.md');
  const routes = new Set(Object.keys(doors).map((route) => route.replace('/(front)', '/')));

  it('has the fifteen, each with a screen that is there, but for the paper and what does not apply', () => {
    expect(standards.map(([name]) => Number.parseInt(name ?? '', 10))).toEqual(Array.from({ length: 15 }, (_, at) => at + 1));
    const screens = standards.map(([name, , where]) => [name, named(where)] as const);
    expect(screens.filter(([, where]) => where.length === 0).map(([name]) => Number.parseInt(name ?? '', 10))).toEqual([2, 14]);
    expect(screens.flatMap(([, where]) => where).filter((route) => !routes.has(route))).toEqual([]);
  });

  it('says of each what holds it, but for what does not apply', () => {
    const unheld = standards.filter(([, , , held]) => !named(held).some((path) => existsSync(join(root, path))));
    expect(unheld.map(([name]) => name)).toEqual(['14 Connected toys and devices']);
  });
});

describe('docs/accessibility-statement.md', () => {
  it('gives only figures that stand in docs/trials.md', () => {
    const told = rowsOf('docs/accessibility-statement.md').flatMap((cells) => cells[1]?.match(/\b\d[\d,]*\d\b/g) ?? []);
    expect(told.length).toBeGreaterThan(6);
    expect(told.filter((figure) => !read('docs/trials.md').includes(figure))).toEqual([]);
  });

  it('claims partial conformity and no more', () => {
    expect(read('docs/accessibility-statement.md')).toMatch(/\*\*partially compliant\*\*/);
  });
});

describe('docs/dpia.md', () => {
  const risks = rowsOf('docs/dpia.md').filter(([number]) => /^R\d+$/.test(number ?? ''));

  it('has for every risk two judgements, a measure with its file, and what remains', () => {
    expect(risks.length).toBeGreaterThan(10);
    for (const [number, risk, before, measures, after, remains] of risks) {
      const held = [...(measures ?? '').matchAll(/`([^`]+)`|\]\(([^)]+)\)/g)].length;
      expect([
        number,
        !!risk,
        /^[123], [123]$/.test(before ?? ''),
        held > 0,
        /^[123], [123]$/.test(after ?? ''),
        !!remains
      ]).toEqual([number, ...[true, true, true, true, true]]);
    }
  });

  it('leaves the sign-off to people', () => {
    const signed = rowsOf('docs/dpia.md').slice(-6);
    expect(signed.map((cells) => cells.slice(1).join(''))).toEqual(['', '', '', '', '', '']);
  });
});

describe('every document for the council', () => {
  const paths = ['threat-model', 'dpia', 'data-map', 'retention', 'accessibility-statement', 'childrens-code'].map(
    (name) => `docs/${name}.md`
  );

  it('names only settings that are there', () => {
    const settings = Object.keys(environment.entries);
    const told = [...paths, 'SECURITY.md'].flatMap((path) => read(path).match(/\bHEARD_[A-Z_]+\b/g) ?? []);
    expect(told.filter((name) => !settings.includes(name))).toEqual([]);
  });
});

describe('docs/asvs.csv', () => {
  const [head, ...lines] = parse(read('docs/asvs.csv'));
  const order = (id: string) =>
    id
      .split('.')
      .map((part) => part.padStart(3, '0'))
      .join('.');
  const pathsIn = (evidence: string) =>
    evidence.match(/(?:\b(?:src|tests|docs|bench|scripts)\/|\b)[\w[\]/.-]+\.(?:tsx?|md|js|json|csv|txt)\b/g) ?? [];

  it('has its requirements once each, in order, each judged', () => {
    expect(head).toEqual(['id', 'level', 'about', 'status', 'evidence']);
    const ids = lines.map(([id]) => id ?? '');
    expect(ids.length).toBeGreaterThan(100);
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => order(one).localeCompare(order(other))));
    const judged = ['met', 'partly', 'not met', 'not applicable'];
    expect(
      lines.filter(
        ([, level, about, status, evidence]) =>
          !/^[123]$/.test(level ?? '') || !about || !judged.includes(status ?? '') || !evidence
      )
    ).toEqual([]);
  });

  it('has a file that is there for whatever is met, in part or whole', () => {
    const told = lines.map(([id, , , status, evidence]) => ({ id, status, paths: pathsIn(evidence ?? '') }));
    expect(told.filter(({ status, paths }) => /^(met|partly)$/.test(status ?? '') && paths.length === 0)).toEqual([]);
    expect(
      told.flatMap(({ id, paths }) => paths.filter((path) => !existsSync(join(root, path))).map((path) => `${id} ${path}`))
    ).toEqual([]);
  });
});
