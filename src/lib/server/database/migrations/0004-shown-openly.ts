import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Tx } from '../open.ts';

/** Who agreed to be shown to anybody, with name and photo. Nobody, until a list says so. */
async function up(tx: Tx): Promise<void> {
  await tx.schema
    .alterTable('staff')
    .addColumn('shown_openly', 'integer', (column) => column.notNull().defaultTo(sql`0`))
    .execute();
}

export const shownOpenly: Migration = { name: '0004-shown-openly', up };
