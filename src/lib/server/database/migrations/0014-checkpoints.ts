import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';

/** Entries may go up to a checkpoint that was set, not up to one that somebody asked for and was refused. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  for (const statement of engine === 'sqlite' ? onSqlite : onPostgres) await sql.raw(statement).execute(tx);
}

const APPEND_ONLY = 'the audit is append-only';
/** The last entry a checkpoint stands for. What was refused names anything, and no number. */
const PRUNED = `coalesce((select max(cast(subject_id as integer)) from audit
  where verb = 'audit.prune' and subject = 'audit' and outcome = 'done'), 0)`;

const onSqlite = [
  'drop trigger audit_no_delete',
  `create trigger audit_no_delete before delete on audit when old.seq > ${PRUNED} begin select raise(abort, '${APPEND_ONLY}'); end`
];

const onPostgres = [
  `create or replace function audit_no_delete() returns trigger language plpgsql as $$ begin if old.seq > ${PRUNED} then raise exception '${APPEND_ONLY}'; end if; return old; end $$`
];

export const checkpoints: Migration = { name: '0014-checkpoints', up };
