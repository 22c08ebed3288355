import type { Migration } from '../migrate.ts';
import type { Engine, Tx } from '../open.ts';
import { create, index } from './columns.ts';

/** What an IRO shows of themself, what a child calls them, the talk before a review, hellos, and one IRO after another. */
async function up(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'staff_pages', {
    id: 'key',
    body_sealed: 'blob',
    talk_days: 'text',
    talk_from: 'text?',
    talk_to: 'text?',
    shows: 'text',
    rev: 'integer',
    changed_at: 'text'
  });
  await create(tx, engine, 'iro_names', {
    id: 'key',
    child_id: 'text > children',
    staff_id: 'text > staff',
    called_sealed: 'blob',
    rev: 'integer',
    changed_at: 'text'
  });
  await index(tx, 'iro_names', ['child_id', 'staff_id'], true);
  await talks(tx, engine);
  await hellos(tx, engine);
}

async function talks(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'talks', { id: 'key', child_id: 'text > children', began_at: 'text' });
  await index(tx, 'talks', ['child_id', 'began_at']);
  await create(tx, engine, 'talk_steps', {
    id: 'key',
    talk_id: 'text > talks',
    child_id: 'text > children',
    place: 'integer',
    action: 'text',
    staff_id: 'text? > staff',
    cover_id: 'text?',
    session_id: 'text?',
    assurance: 'text',
    submission_id: 'text?',
    digest: 'text?',
    day_on: 'text?',
    body_sealed: 'blob?',
    rev: 'integer',
    made_at: 'text'
  });
  await index(tx, 'talk_steps', ['talk_id', 'place'], true);
  await index(tx, 'talk_steps', ['child_id', 'submission_id']);
}

async function hellos(tx: Tx, engine: Engine): Promise<void> {
  await create(tx, engine, 'hellos', {
    id: 'key',
    child_id: 'text > children',
    staff_id: 'text > staff',
    cover_id: 'text?',
    way: 'text',
    said_on: 'text',
    made_at: 'text'
  });
  await index(tx, 'hellos', ['child_id', 'staff_id'], true);
  await create(tx, engine, 'hand_overs', {
    id: 'key',
    child_id: 'text > children',
    leaving_id: 'text > staff',
    by_id: 'text > staff',
    body_sealed: 'blob',
    rev: 'integer',
    changed_at: 'text'
  });
  await index(tx, 'hand_overs', ['child_id', 'leaving_id'], true);
  await create(tx, engine, 'hand_over_sights', {
    id: 'key',
    child_id: 'text > children',
    staff_id: 'text > staff',
    session_id: 'text',
    seen_at: 'text'
  });
  await index(tx, 'hand_over_sights', ['child_id', 'staff_id', 'session_id'], true);
}

export const myIro: Migration = { name: '0018-my-iro', up };
