import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create } from './columns.ts';

/**
 * What workers begin travels with their browser, sealed; only what was used is written down. Tries of a passphrase are counted
 * in so many places and no more, so that nobody fills the table.
 */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await tx.schema.dropTable('challenges').execute();
  await tx.schema.dropTable('oidc_attempts').execute();
  await create(tx, engine, 'used_once', { id: 'key', expires_at: 'text' });
  await tx.schema.dropTable('passphrase_tries').execute();
  await create(tx, engine, 'passphrase_tries', { place: 'key', wrong: 'integer', wait_until: 'text' });
}

export const usedOnce: Migration = { name: '0016-used-once', up };
