import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/**
 * What is to be sent keeps its order for each person, and knows since when it should have gone; and people who could not be told
 * are a task for somebody.
 */
async function up(tx: Tx, engine: Engine): Promise<void> {
  for (const column of ['person_index', 'due_at', 'tried_at'])
    await tx.schema.alterTable('outbox').addColumn(column, 'text').execute();
  await sql`update outbox set due_at = created_at`.execute(tx);
  await index(tx, 'outbox', ['person_index', 'state']);
  await create(tx, engine, 'not_told', {
    id: 'key',
    person: 'text',
    person_id: 'text',
    child_id: 'text? > children',
    person_index: 'text?',
    way: 'text',
    reason: 'text',
    times: 'integer',
    first_at: 'text',
    last_at: 'text',
    done_at: 'text?',
    done_by: 'text?',
    outcome: 'text?'
  });
  await index(tx, 'not_told', ['person_id', 'done_at']);
  await index(tx, 'not_told', ['child_id', 'done_at']);
}

export const telling: Migration = { name: '0021-telling', up };
