import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/**
 * The audit to its end: entries say in which form they are hashed (0: before this, without number and sealed detail), the
 * newest one is noted under a key of its own, checks are kept, and old entries go only once a checkpoint in the chain
 * stands for them.
 */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await tx.schema
    .alterTable('audit')
    .addColumn('form', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await create(tx, engine, 'audit_head', { id: 'key', seq: 'integer', hash: 'blob', mac: 'blob' });
  await create(tx, engine, 'audit_checks', {
    id: 'key',
    checked_at: 'text',
    entries: 'integer',
    fault: 'text?',
    fault_seq: 'integer?',
    anchors: 'integer'
  });
  await index(tx, 'audit', ['actor', 'subject_id', 'at']);
  await index(tx, 'audit', ['at', 'verb']);
  await sql`create index audit_checkpoints on audit (seq) where verb = 'audit.prune'`.execute(tx);
  await (engine === 'sqlite' ? sealOnSqlite(tx) : sealOnPostgres(tx));
}

const APPEND_ONLY = 'the audit is append-only';
/** The last entry a checkpoint stands for: those up to it, and no others, may go. */
const PRUNED = `coalesce((select max(cast(subject_id as integer)) from audit where verb = 'audit.prune'), 0)`;

async function sealOnSqlite(tx: Tx): Promise<void> {
  const refuse = `begin select raise(abort, '${APPEND_ONLY}'); end`;
  for (const statement of [
    'drop trigger audit_no_delete',
    `create trigger audit_no_delete before delete on audit when old.seq > ${PRUNED} ${refuse}`,
    `create trigger audit_head_no_delete before delete on audit_head ${refuse}`,
    `create trigger audit_head_forward before update on audit_head when new.seq <= old.seq ${refuse}`
  ])
    await sql.raw(statement).execute(tx);
}

async function sealOnPostgres(tx: Tx): Promise<void> {
  const refuse = `raise exception '${APPEND_ONLY}';`;
  const on = 'execute function';
  for (const statement of [
    'drop trigger audit_no_change on audit',
    `create function audit_no_delete() returns trigger language plpgsql as $$ begin if old.seq > ${PRUNED} then ${refuse} end if; return old; end $$`,
    `create function audit_head_forward() returns trigger language plpgsql as $$ begin if new.seq <= old.seq then ${refuse} end if; return new; end $$`,
    `create trigger audit_no_update before update on audit for each row ${on} audit_append_only()`,
    `create trigger audit_no_delete before delete on audit for each row ${on} audit_no_delete()`,
    `create trigger audit_no_truncate before truncate on audit for each statement ${on} audit_append_only()`,
    `create trigger audit_head_no_delete before delete on audit_head for each row ${on} audit_append_only()`,
    `create trigger audit_head_no_truncate before truncate on audit_head for each statement ${on} audit_append_only()`,
    `create trigger audit_head_forward before update on audit_head for each row ${on} audit_head_forward()`
  ])
    await sql.raw(statement).execute(tx);
}

export const audit: Migration = { name: '0012-audit', up };
