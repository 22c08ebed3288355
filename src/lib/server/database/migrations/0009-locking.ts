import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** What was being written on a page without a draft of its own when a visit closed by itself. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'kept_words', {
    id: 'key',
    child_id: 'text > children',
    author: 'text',
    author_id: 'text',
    session_id: 'text?',
    path: 'text',
    body_sealed: 'blob',
    rev: 'integer',
    kept_at: 'text'
  });
  await index(tx, 'kept_words', ['author_id', 'path']);
  await index(tx, 'kept_words', ['child_id']);
}

export const locking: Migration = { name: '0009-locking', up };
