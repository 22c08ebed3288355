import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** Parents, carers and professionals: who is asked, their way in, what they send and ask; and what they must not learn. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await invitations(tx, engine);
  await waysIn(tx, engine);
  const add = (table: string) => tx.schema.alterTable(table);
  const bytes = sql.raw(engine === 'postgres' ? 'bytea' : 'blob');
  await add('children')
    .addColumn('address_hidden', 'integer', (column) => column.notNull().defaultTo(sql`0`))
    .execute();
  await add('requests')
    .addColumn('asker', 'text', (column) => column.notNull().defaultTo(sql`'child'`))
    .execute();
  await add('requests').addColumn('asker_id', 'text').execute();
  await add('reviews').addColumn('venue_sealed', bytes).execute();
  await add('reviews')
    .addColumn('venue_rev', 'integer', (column) => column.notNull().defaultTo(sql`0`))
    .execute();
  await add('contributions')
    .addColumn('channel', 'text', (column) => column.notNull().defaultTo(sql`'online'`))
    .execute();
  await add('contributions').addColumn('given_on', 'text').execute();
}

async function invitations(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'invitations', {
    id: 'key',
    contact_id: 'text > contacts',
    child_id: 'text > children',
    review_id: 'text? > reviews',
    part: 'text',
    form: 'text',
    role: 'text?',
    way: 'text',
    reach_index: 'text?',
    language: 'text',
    tells_day: 'integer',
    tells_venue: 'integer',
    words_sealed: 'blob?',
    rev: 'integer',
    made_at: 'text',
    made_by: 'text',
    changed_at: 'text',
    opened_at: 'text?',
    withdrawn_at: 'text?'
  });
  await index(tx, 'invitations', ['child_id']);
  await index(tx, 'invitations', ['contact_id']);
  await index(tx, 'invitations', ['reach_index']);
}

async function waysIn(tx: Tx, engine: Engine): Promise<void> {
  const of = 'text > invitations';
  await create(tx, engine, 'invitation_sendings', {
    id: 'key',
    invitation_id: of,
    way: 'text',
    sent_at: 'text',
    sent_by: 'text'
  });
  await index(tx, 'invitation_sendings', ['invitation_id']);
  await create(tx, engine, 'letters', {
    id: 'key',
    invitation_id: of,
    selector_index: 'text',
    made_at: 'text',
    made_by: 'text',
    ends_at: 'text',
    first_used_at: 'text?',
    ended_at: 'text?'
  });
  await index(tx, 'letters', ['selector_index']);
  await index(tx, 'letters', ['invitation_id']);
  await create(tx, engine, 'entry_codes', {
    id: 'key',
    invitation_id: 'text? > invitations',
    reach_index: 'text?',
    way: 'text',
    browser_hash: 'text',
    tries: 'integer',
    made_at: 'text',
    ends_at: 'text',
    used_at: 'text?'
  });
  await index(tx, 'entry_codes', ['browser_hash']);
  await create(tx, engine, 'watch_words', {
    id: 'key',
    child_id: 'text > children',
    word_index: 'text',
    words: 'integer',
    made_at: 'text',
    made_by: 'text'
  });
  await index(tx, 'watch_words', ['child_id', 'word_index'], true);
}

export const adultsDoor: Migration = { name: '0005-adults-door', up };
