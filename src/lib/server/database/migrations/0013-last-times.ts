import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create } from './columns.ts';

/** When the things that must happen again and again last did: the worker's tick, a backup, a drill. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'last_times', { what: 'key', at: 'text', note: 'text?' });
}

export const lastTimes: Migration = { name: '0013-last-times', up };
