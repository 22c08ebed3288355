import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** What a child, or somebody around them, and the child's IRO write to one another. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'message_threads', {
    id: 'key',
    child_id: 'text > children',
    kind: 'text',
    contact_id: 'text? > contacts',
    made_at: 'text'
  });
  await index(tx, 'message_threads', ['child_id']);
  await create(tx, engine, 'messages', {
    id: 'key',
    submission_id: 'text',
    version: 'integer',
    digest: 'text',
    thread_id: 'text > message_threads',
    child_id: 'text > children',
    author: 'text',
    author_id: 'text?',
    cover_id: 'text?',
    soon: 'text?',
    body_sealed: 'blob',
    rev: 'integer',
    assurance: 'text',
    session_id: 'text',
    language: 'text',
    band: 'text',
    sent_at: 'text',
    answer_by: 'text?',
    opened_at: 'text?',
    opened_by: 'text?',
    opened_cover: 'text?',
    answered_id: 'text?',
    seen_at: 'text?',
    copied: 'integer',
    copy_opened_at: 'text?',
    copy_opened_by: 'text?'
  });
  await index(tx, 'messages', ['thread_id', 'submission_id', 'version'], true);
  await index(tx, 'messages', ['child_id']);
  await create(tx, engine, 'message_lates', {
    id: 'key',
    message_id: 'text > messages',
    child_id: 'text > children',
    goes_to: 'text',
    told_at: 'text',
    opened_at: 'text?',
    opened_by: 'text?'
  });
  await index(tx, 'message_lates', ['message_id', 'goes_to'], true);
}

export const messages: Migration = { name: '0017-messages', up };
