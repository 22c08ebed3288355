import type { Migration } from '../migrate.ts';
import type { Tx } from '../open.ts';

/** How a child wants their own pages: three columns that say nothing of what a child said. */
async function up(tx: Tx): Promise<void> {
  for (const column of ['look', 'avatar', 'comfort']) await tx.schema.alterTable('children').addColumn(column, 'text').execute();
}

export const looks: Migration = { name: '0002-looks', up };
