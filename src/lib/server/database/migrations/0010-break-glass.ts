import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** One child opened to somebody who does not have them: by two people for an hour, or to take over a worry. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'break_glass', {
    id: 'key',
    child_id: 'text > children',
    asker_id: 'text > staff',
    reason_sealed: 'blob',
    rev: 'integer',
    minutes: 'integer',
    asked_at: 'text',
    approver_id: 'text? > staff',
    approved_at: 'text?',
    ends_at: 'text?',
    ended_at: 'text?',
    ended_by: 'text? > staff',
    cover_id: 'text? > covers',
    seen_at: 'text?',
    seen_by: 'text? > staff'
  });
  await index(tx, 'break_glass', ['child_id', 'asker_id']);
  await index(tx, 'break_glass', ['asked_at']);
}

export const breakGlass: Migration = { name: '0010-break-glass', up };
