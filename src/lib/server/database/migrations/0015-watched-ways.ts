import type { Migration } from '../migrate.ts';
import type { Tx } from '../open.ts';

/** Who made a worker's link and whether they were shown it; and what others are told of it: whose it was, and by whom. */
async function up(tx: Tx): Promise<void> {
  await tx.schema.alterTable('links').addColumn('made_by', 'text').execute();
  await tx.schema.alterTable('links').addColumn('shown', 'integer').execute();
  for (const column of ['about_id', 'by_id']) await tx.schema.alterTable('sign_in_news').addColumn(column, 'text').execute();
}

export const watchedWays: Migration = { name: '0015-watched-ways', up };
