import { writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { encodingOf, linesOf, WrongStructure, type Encoding, type Separator } from '#lib/imports/reading.ts';
import { survey } from '#lib/imports/survey.ts';

const dir = mkdtempSync(join(inject('testFolder'), 'reading-'));
const opened: string[] = [];
afterAll(() => expect(opened.length).toBeGreaterThan(0));

async function file(content: string | Uint8Array, name = 'children.csv'): Promise<string> {
  const path = join(dir, `${opened.length}-${name}`);
  opened.push(path);
  await writeFile(path, content);
  return path;
}

async function lines(path: string, encoding: Encoding, separator: Separator = ','): Promise<unknown[]> {
  const found = [];
  for await (const { line, cells } of linesOf(path, 'f.csv', encoding, separator)) found.push([line, ...cells]);
  return found;
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const bom = (bytes: readonly number[], rest: Buffer) => Buffer.concat([Buffer.from(bytes), rest]);

test.each<[string, Uint8Array, Encoding]>([
  ['UTF-8', Buffer.from('a,Zoë\n'), 'utf-8'],
  ['UTF-8 with a mark', bom([0xef, 0xbb, 0xbf], Buffer.from('a,Zoë\n')), 'utf-8'],
  ['Windows-1252', Buffer.from('a,Zo\xeb\n', 'latin1'), 'windows-1252'],
  ['UTF-16 little end first', bom([0xff, 0xfe], Buffer.from('a,Zoë\n', 'utf16le')), 'utf-16le'],
  ['UTF-16 big end first', bom([0xfe, 0xff], utf16be('a,Zoë\n')), 'utf-16be'],
  ['UTF-16 without a mark', Buffer.from('a,Zoë\n', 'utf16le'), 'utf-16le']
])('letters in %s arrive whole', async (_name, bytes, encoding) => {
  const path = await file(bytes);
  expect(await encodingOf(path, 'f.csv')).toBe(encoding);
  expect(await lines(path, encoding)).toEqual([[1, 'a', 'Zoë']]);
});

test('one odd byte late in a large file makes all of it Windows-1252', async () => {
  const path = await file(Buffer.concat([Buffer.from('plain,text\n'.repeat(20_000)), Buffer.from('Zo\xeb,x\n', 'latin1')]));
  expect(await encodingOf(path, 'f.csv')).toBe('windows-1252');
  expect((await lines(path, 'windows-1252')).at(-1)).toEqual([20_001, 'Zoë', 'x']);
});

test('letters and line ends that fall across two reads of the disk arrive whole', async () => {
  // A read takes 64 KiB: the two bytes of ë, and of the line end, straddle it.
  for (const shift of [0, 1, 2, 3]) {
    const path = await file(`${'x'.repeat(65_532 + shift)},ë\r\nlast,y\r\n`);
    expect((await lines(path, 'utf-8')).map((row) => (Array.isArray(row) ? [row[0], row[2]] : row))).toEqual([
      [1, 'ë'],
      [2, 'y']
    ]);
  }
});

test('lines are counted as an editor counts them, over quoted line breaks, empty lines and every line end', async () => {
  const path = await file('a,b\r\n\r\n"one\r\ntwo",x\n\rlast,"y ""z"""\r');
  expect(await lines(path, 'utf-8')).toEqual([
    [1, 'a', 'b'],
    [3, 'one\ntwo', 'x'],
    [6, 'last', 'y "z"']
  ]);
});

test('a quotation mark inside an unquoted name is part of it; one that is never closed refuses the file', async () => {
  expect(await lines(await file('1,Sam "Sammy" Smith\n'), 'utf-8')).toEqual([[1, '1', 'Sam "Sammy" Smith']]);
  const open = await file(`1,A\n2,"B\n${'3,C\n'.repeat(60_000)}`);
  await expect(lines(open, 'utf-8')).rejects.toThrow(WrongStructure);
});

test.each<[string, string, Separator, number]>([
  ['commas', 'LCS ID,First Name,"Last Name"\n1,A,B\n', ',', 1],
  ['semicolons under a title', 'Report;;\n\nLCS ID;First Name;Last Name\n1;A;B\n', ';', 3],
  ['tabs', 'case_id\tforename\tsurname\n1\tA\tB\n', '\t', 1],
  ['bars', 'Child ID|Given name|Family-name\n1|A|B\n', '|', 1],
  ['commas inside semicolons', 'lcs_id;first_name;last_name\n1;"A, B";C\n', ';', 1]
])('the header is found with %s', async (_name, text, separator, line) => {
  const found = await survey(await file(text), 'children.csv', '2026-11-17');
  expect(found).toMatchObject({ sheet: 'children', separator, headerLine: line, rows: 1 });
  expect(Object.keys(found?.placed ?? {}).sort()).toEqual(['first_name', 'last_name', 'lcs_id']);
});

test('a file under another name is known by its columns, or is none of ours', async () => {
  const text = 'allocation_ref,lcs_id,staff_id,role,start_date\nA1,C1,S1,iro,2026-01-05\n';
  expect(await survey(await file(text), 'November export.csv', '2026-11-17')).toMatchObject({ sheet: 'allocations' });
  expect(await survey(await file('colour,shape\nred,round\n'), 'shapes.csv', '2026-11-17')).toBeNull();
});

test("a column name that could be somebody's words is not repeated", async () => {
  const found = await survey(
    await file('lcs_id,first_name,last_name,shoe size,<b>note</b>\n1,A,B,3,x\n'),
    'children.csv',
    '2026-11-17'
  );
  expect(found?.ignored).toEqual(['shoe size', 'column 5']);
});
