import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  type Stats
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { together } from '#lib/server/keys/apart.ts';
import { runKeyCommand, wordsOf } from '#lib/server/keys/key-command.ts';
import { replaceRing, ringFileText } from '#lib/server/keys/ring-file.ts';
import { ringIn, turned, without } from '#lib/server/keys/ring-text.ts';
import { newRing, readRing } from '#lib/server/keys/ring.ts';
import { sealedColumns } from '#lib/server/keys/sealed-columns.ts';
import { loadRing } from '#lib/server/keys/source.ts';
import { readSettings } from '#lib/server/settings.ts';
import { digestOf, knownAnswers, knownField, tampered } from '#tests/setup/sealed-fields.ts';
import { sourcesIn } from '#tests/architecture/sources.ts';

const dir = mkdtempSync(join(tmpdir(), 'heard-keys-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ring = newRing();
const at = (...path: string[]) => join(dir, ...path);
mkdirSync(at('data', 'deep'), { recursive: true });
mkdirSync(at('etc'));
for (const file of [at('etc', 'ring.json'), at('data', 'ring.json'), at('data', 'deep', 'ring.json'), at('ring.json')])
  writeFileSync(file, ring, { mode: 0o600 });
symlinkSync(at('data', 'ring.json'), at('etc', 'linked.json'));
symlinkSync(at('data'), at('elsewhere'));

const live = { HEARD_MODE: 'live', HEARD_ORIGIN: 'https://say.example', HEARD_DATA_DIR: at('data') };
const load = (env: Record<string, string>) => loadRing(readSettings({ ...live, ...env }));

describe('the ring comes from one place', () => {
  test('a file, the environment, or what a command prints', async () => {
    const { active } = readRing(ring);
    expect((await load({ HEARD_KEY_FILE: at('etc', 'ring.json') })).active()).toBe(active());
    expect((await load({ HEARD_KEYS: ring })).kind).toBe('environment');
    const command = await load({ HEARD_KEY_COMMAND: `cat "${at('etc', 'ring.json')}"` });
    expect([command.kind, command.active()]).toEqual(['command', active()]);
    expect(() => readSettings({ ...live, HEARD_KEYS: ring, HEARD_KEY_FILE: at('etc', 'ring.json') })).toThrow('one place only');
    expect(() => readSettings(live)).toThrow('HEARD_KEY_FILE: is required');
  });

  test('a command is run without a shell, not for ever, and what it says is never told', async () => {
    expect(wordsOf('vault kv get "-field=the ring" heard')).toEqual(['vault', 'kv', 'get', '-field=the ring', 'heard']);
    const refused = (line: string, patience = 5_000) => runKeyCommand(line, patience).catch((error: Error) => error);
    expect(await refused('echo secret; exit 3')).toBe('secret; exit 3\n');
    expect(await refused('sh -c "echo secret >&2; exit 3"')).toMatchObject({
      exitCode: 78,
      message: expect.not.stringContaining('secret')
    });
    expect(await refused('no-such-program')).toMatchObject({ message: 'HEARD_KEY_COMMAND could not be run.' });
    const began = Date.now();
    expect(await refused('sh -c "sleep 30 & sleep 30"', 300)).toMatchObject({ message: expect.stringContaining('took longer') });
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(await refused('yes')).toMatchObject({ message: expect.stringContaining('more than a key ring') });
  });

  test('never together with the data, its database or its backups, through no link either', async () => {
    const refused = (env: Record<string, string>) => load(env).catch((error: Error) => error);
    const lies = (folder: string) => ({ exitCode: 78, message: expect.stringContaining(`one folder tree with ${folder}`) });
    for (const file of [
      ['data', 'ring.json'],
      ['data', 'deep', 'ring.json'],
      ['etc', 'linked.json'],
      ['elsewhere', 'ring.json'],
      ['ring.json']
    ])
      expect(await refused({ HEARD_KEY_FILE: at(...file) })).toMatchObject(lies('the data folder'));
    const apart = { HEARD_KEY_FILE: at('etc', 'ring.json') };
    expect(await refused({ ...apart, HEARD_DATABASE_URL: `sqlite:${at('etc', 'db', 'heard.sqlite')}` })).toMatchObject(
      lies('the database')
    );
    expect(await refused({ ...apart, HEARD_BACKUP_DIR: at('etc') })).toMatchObject(lies('the backups'));
    expect(together(at('etc', 'ring.json'), { 'what is not there yet': at('etc', 'not', 'yet') })).toBe('what is not there yet');
    expect((await load(apart)).kind).toBe('file');
    chmodSync(at('etc', 'ring.json'), 0o644);
    expect(await refused(apart)).toMatchObject({ exitCode: 78, message: expect.stringContaining('chmod 600') });
    chmodSync(at('etc', 'ring.json'), 0o600);
    expect(await refused({ HEARD_KEY_FILE: at('nowhere.json') })).toMatchObject({ exitCode: 78 });
  });
});

test('a ring that is turned over and retired is read again, and never mistaken for another', () => {
  const file = at('etc', 'turning.json');
  writeFileSync(file, ring, { mode: 0o600 });
  const read = readRing(ringFileText(file), { kind: 'file', again: () => ringFileText(file) });
  const before = read.active();
  const { wrapped } = read.wrap(Buffer.alloc(32, 1), 'aad');
  replaceRing(file, turned(ringFileText(file)));
  expect(read.active()).toBe(before);
  const after = readRing(ringFileText(file));
  const anew = after.wrap(Buffer.alloc(32, 2), 'aad');
  // A key it does not know: it looks again, and has it.
  expect(read.unwrap(anew.ringKey, anew.wrapped, 'aad')).toEqual(Buffer.alloc(32, 2));
  expect(read.unwrap(before, wrapped, 'aad')).toEqual(Buffer.alloc(32, 1));
  replaceRing(file, without(ringFileText(file), before));
  read.again();
  expect(() => read.unwrap(before, wrapped, 'aad')).toThrow(`no key ${before}`);
  expect(ringIn(ringFileText(file)).keys.find(({ id }) => id === before)).toEqual({ id: before, state: 'retired' });
  for (const wrong of [newRing(), 'not a ring', '{"root":"x"}']) {
    writeFileSync(file, wrong);
    read.again();
    expect(read.active()).toBe(anew.ringKey);
  }
  expect(() => readRing(JSON.stringify({ ...ringIn(ring), keys: [] }))).toThrow('cannot be read');
});

describe('a ring put in the place of another', () => {
  const place = (name: string) => {
    mkdirSync(at(name));
    writeFileSync(at(name, 'ring.json'), ring, { mode: 0o600 });
    return at(name, 'ring.json');
  };

  test('keeps owner and mode, and behind a link the real file is replaced', () => {
    const file = place('kept');
    chmodSync(file, 0o400);
    symlinkSync(file, at('kept', 'link.json'));
    const owner = ({ uid, gid, mode }: Stats) => [uid, gid, mode];
    const before = owner(statSync(file));
    const text = turned(ring);
    replaceRing(at('kept', 'link.json'), text);
    expect(lstatSync(at('kept', 'link.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(owner(statSync(file))).toEqual(before);
    expect(readdirSync(at('kept')).toSorted()).toEqual(['link.json', 'ring.json']);
  });

  // Only root can give a file to somebody else, so only root can make the case.
  test.runIf(process.getuid?.() === 0)('of another account goes back to it, or nothing is changed', () => {
    const file = place('theirs');
    chownSync(file, 4242, 4243);
    const text = turned(ring);
    const refuse = () => {
      throw new Error('EPERM');
    };
    expect(() => replaceRing(file, text, refuse)).toThrow('belongs to another account');
    expect(readFileSync(file, 'utf8')).toBe(ring);
    expect(readdirSync(at('theirs'))).toEqual(['ring.json']);
    replaceRing(file, text);
    expect([statSync(file).uid, statSync(file).gid, statSync(file).mode & 0o777]).toEqual([4242, 4243, 0o600]);
  });

  test('that is none is never put there', () => {
    const file = place('none');
    expect(() => replaceRing(file, '{"root":"x"}')).toThrow('cannot be read');
    expect(readFileSync(file, 'utf8')).toBe(ring);
    expect(readdirSync(at('none'))).toEqual(['ring.json']);
  });
});

test('every sealed column of every table is in the list, and nothing else', () => {
  const [tables] = sourcesIn('src/lib/server/database', ['tables.ts']);
  const found: string[] = [];
  let table = '';
  for (const line of (tables?.text ?? '').split('\n')) {
    table = /^ {2}([a-z_]+): \{/.exec(line)?.[1] ?? table;
    for (const [, column] of line.matchAll(/\b([a-z_]+_sealed): Blob/g)) found.push(`${table}.${column}`);
  }
  expect(found.length).toBeGreaterThan(25);
  expect(sealedColumns.flatMap(({ table: name, columns }) => columns.map((column) => `${name}.${column}`)).toSorted()).toEqual(
    found.toSorted()
  );
});

test('what is sealed has the bytes it always had, and opens no other way', () => {
  expect(knownAnswers.map(([text]) => [text, digestOf(knownField(text))])).toEqual(knownAnswers);
  const { accepted, untouched } = tampered(1_600);
  expect([accepted, untouched]).toEqual([[], 1]);
});
