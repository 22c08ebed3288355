import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** What a child asks for, who opened it, and what was answered. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'requests', {
    id: 'key',
    submission_id: 'text',
    version: 'integer',
    digest: 'text',
    child_id: 'text > children',
    kind: 'text',
    readers: 'text',
    body_sealed: 'blob?',
    rev: 'integer',
    assurance: 'text',
    session_id: 'text',
    language: 'text',
    band: 'text',
    sent_at: 'text',
    answer_by: 'text?',
    taken_back_at: 'text?',
    reminders: 'integer'
  });
  await index(tx, 'requests', ['child_id', 'submission_id', 'version'], true);
  await create(tx, engine, 'request_openings', {
    id: 'key',
    request_id: 'text > requests',
    staff_id: 'text > staff',
    cover_id: 'text?',
    opened_at: 'text'
  });
  await index(tx, 'request_openings', ['request_id']);
  await create(tx, engine, 'request_answers', {
    id: 'key',
    request_id: 'text > requests',
    child_id: 'text > children',
    staff_id: 'text > staff',
    cover_id: 'text?',
    outcome: 'text',
    by_on: 'text?',
    body_sealed: 'blob',
    rev: 'integer',
    made_at: 'text',
    read_at: 'text?'
  });
  await index(tx, 'request_answers', ['request_id']);
  // What an item is about is asked for at every opening, answer and end.
  await index(tx, 'items', ['subject', 'subject_id']);
}

export const requests: Migration = { name: '0003-requests', up };
