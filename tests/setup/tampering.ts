import { sql } from 'kysely';
import type { Db } from '#lib/server/database/open.ts';

/** What somebody does to the log who has the database's password and not the key ring. Each gives the first entry it spoils. */
export type Tampering = Readonly<{
  name: 'edit' | 'delete' | 'insert' | 'swap' | 'cut off' | 'wrong key' | 'roll back';
  /** What the check must call it; one of several where the trace is the same. */
  kinds: readonly string[];
  /** `pick(n)`: a whole number from 0 to n - 1. */
  tamper(db: Db, pick: (below: number) => number): Promise<number>;
}>;

type Row = Readonly<{ seq: number; previous: Uint8Array; hash: Uint8Array }>;

/** Takes away what keeps the log append-only, as whoever owns the tables can. */
export async function unseal(db: Db, engine: 'sqlite' | 'postgres'): Promise<void> {
  const { rows } = await (
    engine === 'sqlite'
      ? sql<{ name: string; on: string }>`select name, tbl_name as "on" from sqlite_master where type = 'trigger'`
      : sql<{
          name: string;
          on: string;
        }>`select distinct trigger_name as name, event_object_table as "on" from information_schema.triggers
          union select tgname, relname from pg_trigger join pg_class on pg_class.oid = tgrelid where not tgisinternal`
  ).execute(db);
  for (const { name, on } of rows.filter(({ on }) => on.startsWith('audit')))
    await sql.raw(`drop trigger ${name}${engine === 'postgres' ? ` on ${on}` : ''}`).execute(db);
}

const highest = async (db: Db): Promise<number> =>
  (await db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow()).seq;
const rowAt = (db: Db, seq: number) => db.selectFrom('audit').selectAll().where('seq', '=', seq).executeTakeFirstOrThrow();
/** From the second to the last but one. */
const inside = async (db: Db, pick: (below: number) => number) => 2 + pick((await highest(db)) - 2);
const move = (db: Db, from: number, to: number) => db.updateTable('audit').set({ seq: to }).where('seq', '=', from).execute();

/** Makes room for one entry, or closes the gap of one: every later entry takes the next number, or the one before. */
async function shift(db: Db, from: number, by: 1 | -1): Promise<void> {
  const many = await highest(db);
  const far = 10_000_000;
  await sql`update audit set seq = seq + ${far} where seq >= ${from}`.execute(db);
  await sql`update audit set seq = seq - ${far} + ${by} where seq > ${many}`.execute(db);
}

const columns = ['at', 'actor', 'actor_role', 'verb', 'subject', 'subject_id', 'outcome', 'request_id', 'assurance'] as const;

export const tamperings: readonly Tampering[] = [
  {
    name: 'edit',
    kinds: ['edited'],
    async tamper(db, pick) {
      const seq = await inside(db, pick);
      const column = columns[pick(columns.length)] ?? 'actor';
      const row = await rowAt(db, seq);
      const fields = [
        { [column]: `${row[column]}x` },
        { child_id: row.child_id === null ? 'somebody' : null },
        { reason: 'another reason' },
        { on_behalf: 'a cover' },
        { detail_sealed: Buffer.from('a detail') },
        { hash: Buffer.alloc(32, 7) }
      ];
      const changed = fields[pick(fields.length)] ?? {};
      await db.updateTable('audit').set(changed).where('seq', '=', seq).execute();
      return seq;
    }
  },
  {
    name: 'delete',
    kinds: ['deleted'],
    async tamper(db, pick) {
      const seq = 1 + pick((await highest(db)) - 4);
      const many = 1 + pick(3);
      await db
        .deleteFrom('audit')
        .where('seq', '>=', seq)
        .where('seq', '<', seq + many)
        .execute();
      // Half of them close the gap, so that the numbers run on.
      if (many === 1 && pick(2) === 0) await shift(db, seq + 1, -1);
      return seq;
    }
  },
  {
    name: 'insert',
    kinds: ['inserted'],
    async tamper(db, pick) {
      const how = pick(3);
      const last = await highest(db);
      const seq = how === 0 ? last + 1 : await inside(db, pick);
      const model = await rowAt(db, how === 2 ? seq - 1 : 1 + pick(last));
      const before: Row = await rowAt(db, seq - 1);
      if (how > 0) await shift(db, seq, 1);
      // Either made up and linked to the one before, or a copy of a genuine one.
      const made = how === 2 ? {} : { verb: 'child.see', previous: before.hash, hash: Buffer.alloc(32, 9) };
      await db
        .insertInto('audit')
        .values({ ...model, ...made, seq })
        .execute();
      return seq;
    }
  },
  {
    name: 'swap',
    kinds: ['out-of-order'],
    async tamper(db, pick) {
      const seq = 1 + pick((await highest(db)) - 4);
      const other = seq + 1 + pick(3);
      await move(db, seq, 20_000_000);
      await move(db, other, seq);
      await move(db, 20_000_000, other);
      return seq;
    }
  },
  {
    name: 'cut off',
    kinds: ['cut-off'],
    async tamper(db, pick) {
      const seq = (await highest(db)) - pick(5);
      await db.deleteFrom('audit').where('seq', '>=', seq).execute();
      // Whoever cuts it off will try to make the note of its end agree; without the key it cannot.
      const last = await rowAt(db, seq - 1);
      if (pick(2) === 0) await db.updateTable('audit_head').set({ seq: last.seq, hash: last.hash }).execute();
      return seq;
    }
  },
  {
    name: 'wrong key',
    kinds: ['wrong-key', 'edited'],
    async tamper(db, pick) {
      const seq = await inside(db, pick);
      let previous: Uint8Array = (await rowAt(db, seq - 1)).hash;
      for (let at = seq; at <= (await highest(db)); at += 1) {
        const hash = Buffer.from(Array.from({ length: 32 }, () => pick(256)));
        await db.updateTable('audit').set({ previous, hash }).where('seq', '=', at).execute();
        previous = hash;
      }
      return seq;
    }
  }
];

/** What the log was at a moment, as a thief of an old copy has it: with the note of its end, which fits. */
export async function copyOf(db: Db): Promise<{ last: number; head: { seq: number; hash: Uint8Array; mac: Uint8Array } }> {
  const head = await db.selectFrom('audit_head').select(['seq', 'hash', 'mac']).executeTakeFirstOrThrow();
  return { last: head.seq, head };
}

/** Puts the log back to that moment, without a seam. Gives the first entry that is missing. */
export async function rollBack(db: Db, { last, head }: Awaited<ReturnType<typeof copyOf>>): Promise<number> {
  await db.deleteFrom('audit').where('seq', '>', last).execute();
  await db.updateTable('audit_head').set(head).execute();
  return last + 1;
}
