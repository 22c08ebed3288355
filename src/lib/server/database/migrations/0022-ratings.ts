import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/**
 * How a reviewer is rated. What could tell in which order rows came is left out: random keys, no time finer than the quarter, and in
 * SQLite no row numbers either (docs/decisions/0016).
 */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(
    tx,
    engine,
    'rating_tokens',
    {
      ...{ id: 'key', child_id: 'text > children', holder: 'text', holder_id: 'text' },
      ...{ period: 'text', choice: 'text', quarter: 'text' }
    },
    'unordered'
  );
  await index(tx, 'rating_tokens', ['holder', 'holder_id', 'period'], true);
  await create(tx, engine, 'ratings', { id: 'key', quarter: 'text', body_sealed: 'blob' }, 'unordered');
  await create(
    tx,
    engine,
    'rating_words',
    { ...{ id: 'key', quarter: 'text', state: 'text', body_sealed: 'blob', rev: 'integer' }, decided_in: 'text?' },
    'unordered'
  );
  await create(
    tx,
    engine,
    'rating_groups',
    { id: 'key', audience: 'text', about: 'text? > staff', from_quarter: 'text', closed_quarter: 'text', body_sealed: 'blob' },
    'unordered'
  );
  await create(tx, engine, 'rating_changes', {
    ...{ id: 'key', made_on: 'text', made_by: 'text > staff', body_sealed: 'blob', ended_on: 'text?' }
  });
  await create(tx, engine, 'page_votes', { id: 'key', page: 'text', quarter: 'text', yes: 'integer', no: 'integer' });
  await index(tx, 'page_votes', ['page', 'quarter'], true);
}

export const ratings: Migration = { name: '0022-ratings', up };
