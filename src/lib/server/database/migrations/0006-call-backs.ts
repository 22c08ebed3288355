import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** Family who ask to be rung back; and items about no child we know. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'call_backs', {
    id: 'key',
    submission_id: 'text',
    digest: 'text',
    body_sealed: 'blob',
    rev: 'integer',
    language: 'text',
    sent_at: 'text',
    ring_by: 'text',
    done_at: 'text?',
    done_by: 'text? > staff',
    outcome: 'text?'
  });
  await index(tx, 'call_backs', ['submission_id', 'digest'], true);
  await create(tx, engine, 'call_back_tries', {
    id: 'key',
    call_back_id: 'text > call_backs',
    staff_id: 'text > staff',
    outcome: 'text',
    body_sealed: 'blob',
    rev: 'integer',
    made_at: 'text'
  });
  await index(tx, 'call_back_tries', ['call_back_id']);
  if (engine === 'postgres') await sql`alter table items alter column child_id drop not null`.execute(tx);
  else await rebuildItems(tx, engine);
}

/** SQLite cannot take "not null" off a column: the table is made anew, with everything in it and its indexes. */
async function rebuildItems(tx: Tx, engine: Engine): Promise<void> {
  await tx.schema.alterTable('items').renameTo('items_before').execute();
  for (const name of ['kind_subject_subject_id', 'child_id_done_at', 'subject_subject_id'])
    await tx.schema.dropIndex(`items_${name}`).execute();
  await create(tx, engine, 'items', {
    id: 'key',
    kind: 'text',
    subject: 'text',
    subject_id: 'text',
    child_id: 'text? > children',
    desk_code: 'text',
    created_at: 'text',
    needed_by: 'text?',
    first_opened_at: 'text?',
    first_opened_by: 'text?',
    done_at: 'text?'
  });
  const columns = sql.raw(
    'id, kind, subject, subject_id, child_id, desk_code, created_at, needed_by, first_opened_at, first_opened_by, done_at'
  );
  await sql`insert into items (${columns}) select ${columns} from items_before`.execute(tx);
  await tx.schema.dropTable('items_before').execute();
  await index(tx, 'items', ['kind', 'subject', 'subject_id'], true);
  await index(tx, 'items', ['child_id', 'done_at']);
  await index(tx, 'items', ['subject', 'subject_id']);
}

export const callBacks: Migration = { name: '0006-call-backs', up };
