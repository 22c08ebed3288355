import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '#lib/server/database/open.ts';

/** A word nobody ever wrote before: 24 letters, so that it does not turn up anywhere by chance. */
export const canary = (): string =>
  [...randomBytes(12).toString('hex')].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');

/** `digits` figures that nobody typed before. */
export const numberCanary = (digits: number): string => Array.from(randomBytes(digits), (byte) => String(byte % 10)).join('');

/** Named places to search, as bytes. */
export type Hay = Map<string, Buffer>;

type Needle = Readonly<{ how: string; found: (hay: string, lower: string) => boolean }>;

/** The ways in which one secret could stand somewhere: UTF-8, both UTF-16, hexadecimal, base64 at any offset. */
function needles(secret: string): Needle[] {
  const wide = Buffer.from(secret, 'utf16le');
  const exact = (how: string, text: string): Needle => ({
    how,
    found: (_, lower) => lower.includes(text.toLowerCase())
  });
  // A short row of figures turns up inside ids and hashes; there it stands between other figures.
  const alone = new RegExp(`(?<![0-9a-f])${secret}(?![0-9a-f])`);
  return [
    /^\d{1,8}$/.test(secret) ? { how: 'UTF-8', found: (_, lower) => alone.test(lower) } : exact('UTF-8', secret),
    exact('UTF-16', wide.toString('latin1')),
    exact('UTF-16, high byte first', Buffer.from(wide).swap16().toString('latin1')),
    exact('hexadecimal', Buffer.from(secret).toString('hex')),
    ...[0, 1, 2].map((offset): Needle => {
      const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString('base64url');
      // Only the middle is the same whatever stands before and after it.
      const core = encoded.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + secret.length) * 4) / 3) - 1);
      return {
        how: `base64 at ${offset}`,
        found: (hay) => core.length >= 6 && hay.replaceAll('+', '-').replaceAll('/', '_').includes(core)
      };
    })
  ];
}

/** Where which of the secrets stand, in words: `heard.sqlite-wal: first name (UTF-8)`. Empty is good. */
export function finds(hay: Hay, secrets: Readonly<Record<string, string>>): string[] {
  const wanted = Object.entries(secrets).map(([name, secret]) => ({ name, ways: needles(secret) }));
  const found: string[] = [];
  for (const [place, bytes] of hay) {
    const text = bytes.toString('latin1');
    const lower = text.toLowerCase();
    for (const { name, ways } of wanted)
      for (const { how, found: is } of ways) if (is(text, lower)) found.push(`${place}: ${name} (${how})`);
  }
  return found;
}

/** Every file below a folder, by its path in it. */
export function filesIn(folder: string): Hay {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(entries.map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name))]));
}

/** What a dump of a PostgreSQL database would hold: every column of every table. */
export async function rowsIn(db: Db): Promise<Hay> {
  const { rows: tables } = await sql<{
    name: string;
  }>`select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
  const hay: Hay = new Map();
  for (const { name } of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db);
    const values = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? value : Buffer.from(String(value))));
    hay.set(`table ${name}`, Buffer.concat(values.flatMap((value) => [value, Buffer.from('\n')])));
  }
  return hay;
}
