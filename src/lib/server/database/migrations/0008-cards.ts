import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** Cards made by workers, wrong tries at a secret, cards that are asked for, and devices handed over. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  for (const column of ['quick', 'reason', 'first_used_by', 'told_at', 'checked_at', 'checked_by'])
    await tx.schema.alterTable('cards').addColumn(column, 'text').execute();
  await tx.schema.alterTable('secrets').addColumn('card_visit', 'text').execute();
  await create(tx, engine, 'secret_tries', { id: 'key', child_id: 'text > children', tried_at: 'text' });
  await index(tx, 'secret_tries', ['child_id', 'tried_at']);
  await create(tx, engine, 'card_asks', {
    id: 'key',
    child_id: 'text > children',
    staff_id: 'text > staff',
    reason: 'text',
    asked_at: 'text',
    decided_at: 'text?',
    decided_by: 'text? > staff',
    outcome: 'text?',
    card_id: 'text? > cards'
  });
  await index(tx, 'card_asks', ['child_id', 'asked_at']);
  await create(tx, engine, 'handovers', {
    id: 'key',
    child_id: 'text > children',
    staff_id: 'text > staff',
    session_id: 'text',
    began_at: 'text',
    ended_at: 'text?',
    sent: 'integer'
  });
  await index(tx, 'handovers', ['session_id']);
}

export const cards: Migration = { name: '0008-cards', up };
