import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** Who is on duty when, and how far up the line what nobody opened has been told; who said that they have it. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'rota', {
    id: 'key',
    staff_id: 'text > staff',
    from_at: 'text',
    to_at: 'text',
    place: 'integer',
    made_by: 'text',
    made_at: 'text'
  });
  await index(tx, 'rota', ['to_at']);
  for (const column of ['climbed_to', 'climbed_at', 'climbed_past', 'had_by', 'had_at'])
    await tx.schema.alterTable('items').addColumn(column, 'text').execute();
}

export const cover: Migration = { name: '0020-cover', up };
