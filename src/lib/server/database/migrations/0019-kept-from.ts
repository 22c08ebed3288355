import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** Who never gets a thing, because it goes past them; and the request another one comes of. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'kept_from', {
    id: 'key',
    subject: 'text',
    subject_id: 'text',
    child_id: 'text > children',
    staff_id: 'text > staff',
    made_at: 'text'
  });
  await index(tx, 'kept_from', ['subject', 'subject_id', 'staff_id'], true);
  await index(tx, 'kept_from', ['staff_id']);
  await index(tx, 'kept_from', ['child_id']);
  await tx.schema.alterTable('requests').addColumn('follows', 'text').execute();
}

export const keptFrom: Migration = { name: '0019-kept-from', up };
