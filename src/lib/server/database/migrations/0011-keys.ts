import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** Several data keys a subject, what is remembered of the ring's life, fields that do not open, and who was erased. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await tx.schema
    .alterTable('data_keys')
    .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(sql`1`))
    .execute();
  await tx.schema.dropIndex('data_keys_subject_subject_id_purpose').execute();
  await index(tx, 'data_keys', ['subject', 'subject_id', 'purpose', 'generation'], true);
  await index(tx, 'data_keys', ['ring_key']);
  for (const column of ['keys_stamp', 'ring_key']) await tx.schema.alterTable('installation').addColumn(column, 'text').execute();
  await create(tx, engine, 'key_events', { id: 'key', kind: 'text', ring_key: 'text', at: 'text' });
  await create(tx, engine, 'key_work', {
    id: 'key',
    boundary: 'integer',
    stage: 'text',
    at_table: 'integer',
    after_id: 'text',
    fields: 'integer',
    started_at: 'text',
    done_at: 'text?'
  });
  await create(tx, engine, 'damaged_fields', {
    id: 'key',
    table_name: 'text',
    column_name: 'text',
    row_id: 'text',
    subject: 'text',
    first_seen_at: 'text',
    recorded_at: 'text'
  });
  await create(tx, engine, 'erasures', {
    id: 'key',
    child_id: 'text',
    erased_at: 'text',
    erased_by: 'text',
    reason_sealed: 'blob',
    counts: 'text',
    opens_until: 'text'
  });
  await index(tx, 'erasures', ['child_id']);
}

export const keys: Migration = { name: '0011-keys', up };
