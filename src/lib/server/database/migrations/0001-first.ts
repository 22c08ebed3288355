import { sql } from 'kysely';
import type { Migration } from '#lib/server/database/migrate.ts';
import type { Engine, Tx } from '#lib/server/database/open.ts';
import { create, index, type Column } from './columns.ts';

const kept: Record<string, Column> = { rev: 'integer', changed_at: 'text' };

const ground: Record<string, Record<string, Column>> = {
  installation: { id: 'key', created_at: 'text', canary_sealed: 'blob' },
  data_keys: {
    id: 'number',
    subject: 'text',
    subject_id: 'text',
    purpose: 'text',
    ring_key: 'text',
    wrapped: 'blob',
    created_at: 'text'
  },
  audit: {
    seq: 'number',
    at: 'text',
    actor: 'text',
    actor_role: 'text',
    on_behalf: 'text?',
    verb: 'text',
    subject: 'text',
    subject_id: 'text',
    child_id: 'text?',
    outcome: 'text',
    reason: 'text?',
    request_id: 'text',
    assurance: 'text',
    detail_sealed: 'blob?',
    previous: 'blob',
    hash: 'blob'
  },
  outbox: {
    id: 'key',
    kind: 'text',
    dedupe_key: 'text',
    payload_sealed: 'blob',
    state: 'text',
    not_before: 'text',
    attempts: 'integer',
    lease_until: 'text?',
    last_error: 'text?',
    created_at: 'text',
    done_at: 'text?'
  },
  attachments: {
    id: 'key',
    kind: 'text',
    owner: 'text',
    owner_id: 'text',
    media_type: 'text',
    width: 'integer',
    height: 'integer',
    digest: 'text',
    content_sealed: 'blob',
    created_at: 'text'
  },
  council_settings: { key: 'key', value: 'text', changed_at: 'text' }
};

const peopleAndChildren: Record<string, Record<string, Column>> = {
  staff: {
    id: 'key',
    name_sealed: 'blob',
    called_sealed: 'blob?',
    email_sealed: 'blob?',
    phone_sealed: 'blob?',
    email_index: 'text?',
    photo_id: 'text? > attachments',
    working_days: 'text',
    reply_days: 'integer',
    team: 'text?',
    active: 'integer',
    ...kept
  },
  staff_roles: { id: 'key', staff_id: 'text > staff', role: 'text', from_on: 'text', to_on: 'text?' },
  children: {
    id: 'key',
    first_name_sealed: 'blob',
    last_name_sealed: 'blob',
    known_as_sealed: 'blob?',
    born_sealed: 'blob?',
    band: 'text',
    language: 'text',
    interpreter: 'integer',
    privacy: 'text',
    status: 'text',
    entered_care_on: 'text?',
    ended_on: 'text?',
    sibling_group: 'text?',
    merged_into: 'text?',
    ...kept
  },
  contacts: {
    id: 'key',
    child_id: 'text > children',
    relation: 'text',
    name_sealed: 'blob',
    email_sealed: 'blob?',
    phone_sealed: 'blob?',
    postal_sealed: 'blob?',
    may_invite: 'integer',
    in_circle: 'integer',
    ended_on: 'text?',
    ...kept
  }
};

const signIn: Record<string, Record<string, Column>> = {
  accounts: { id: 'key', kind: 'text', person_id: 'text' },
  sessions: {
    id: 'key',
    account_id: 'text > accounts',
    expires_at: 'text',
    started_at: 'text',
    assurance: 'text',
    device: 'text',
    fresh_until: 'text?',
    earlier_id: 'text?'
  },
  cards: {
    id: 'key',
    child_id: 'text > children',
    selector_index: 'text',
    verifier: 'text',
    made_at: 'text',
    made_by: 'text',
    first_used_at: 'text?',
    ended_at: 'text?'
  },
  secrets: {
    child_id: 'key',
    kind: 'text',
    verifier: 'text',
    set_at: 'text',
    wrong: 'integer',
    wait_until: 'text?',
    rev: 'integer'
  },
  devices: { id: 'key', child_id: 'text > children', token_hash: 'text', made_at: 'text', ends_at: 'text' },
  links: { id: 'key', token_hash: 'text', staff_id: 'text > staff', expires_at: 'text', used_at: 'text?', made_at: 'text' },
  passkeys: {
    id: 'key',
    staff_id: 'text > staff',
    credential_id: 'text',
    public_key: 'blob',
    counter: 'integer',
    transports: 'text',
    name: 'text',
    made_at: 'text',
    last_used_at: 'text?'
  },
  challenges: { id: 'key', value: 'text', purpose: 'text', staff_id: 'text?', expires_at: 'text' },
  limits: { bucket: 'key', tokens: 'integer', refilled_at: 'text' }
};

const work: Record<string, Record<string, Column>> = {
  allocations: {
    id: 'key',
    child_id: 'text > children',
    staff_id: 'text > staff',
    role: 'text',
    from_on: 'text',
    to_on: 'text?',
    reason: 'text?',
    ...kept
  },
  covers: {
    id: 'key',
    absent_id: 'text? > staff',
    child_id: 'text? > children',
    cover_id: 'text > staff',
    from_at: 'text',
    to_at: 'text',
    reason: 'text',
    made_by: 'text',
    made_at: 'text'
  },
  desks: { id: 'key', code: 'text' },
  desk_members: { desk_id: 'text > desks', staff_id: 'text > staff' },
  items: {
    id: 'key',
    kind: 'text',
    subject: 'text',
    subject_id: 'text',
    child_id: 'text > children',
    desk_code: 'text',
    created_at: 'text',
    needed_by: 'text?',
    first_opened_at: 'text?',
    first_opened_by: 'text?',
    done_at: 'text?'
  },
  reviews: {
    id: 'key',
    child_id: 'text > children',
    due_on: 'text?',
    planned_on: 'text?',
    held_on: 'text?',
    cancelled: 'integer',
    participation: 'text?',
    ...kept
  }
};

const views: Record<string, Record<string, Column>> = {
  drafts: {
    id: 'key',
    review_id: 'text? > reviews',
    about_child_id: 'text > children',
    author: 'text',
    author_id: 'text',
    entered_by: 'text?',
    session_id: 'text?',
    language: 'text',
    band: 'text',
    form: 'text',
    form_version: 'integer',
    body_sealed: 'blob',
    rev: 'integer',
    started_at: 'text',
    saved_at: 'text',
    sent_at: 'text?'
  },
  contributions: {
    id: 'key',
    submission_id: 'text',
    version: 'integer',
    digest: 'text',
    review_id: 'text? > reviews',
    about_child_id: 'text > children',
    author: 'text',
    author_id: 'text',
    entered_by: 'text?',
    helper_sealed: 'blob?',
    assurance: 'text',
    language: 'text',
    band: 'text',
    form: 'text',
    form_version: 'integer',
    sent_at: 'text'
  },
  answers: {
    id: 'key',
    contribution_id: 'text > contributions',
    child_id: 'text > children',
    position: 'integer',
    audience: 'text',
    state: 'text',
    body_sealed: 'blob',
    rev: 'integer'
  },
  tellings: { id: 'key', answer_id: 'text > answers', contact: 'text', contact_id: 'text', told_at: 'text?', told_by: 'text?' },
  openings: {
    id: 'key',
    contribution_id: 'text > contributions',
    staff_id: 'text > staff',
    cover_id: 'text?',
    opened_at: 'text'
  },
  notes: {
    id: 'key',
    contribution_id: 'text > contributions',
    child_id: 'text > children',
    staff_id: 'text > staff',
    body_sealed: 'blob',
    rev: 'integer',
    made_at: 'text',
    changed_at: 'text'
  }
};

const imports: Record<string, Record<string, Column>> = {
  imports: {
    id: 'key',
    digest: 'text',
    source_system: 'text',
    state: 'text',
    started_at: 'text',
    applied_at: 'text?',
    files: 'integer',
    rows: 'integer'
  },
  staged_rows: {
    id: 'key',
    import_id: 'text > imports',
    entity: 'text',
    file: 'text',
    line: 'integer',
    key_index: 'text',
    row_index: 'text',
    outcome: 'text',
    row_sealed: 'blob',
    slice: 'integer'
  },
  source_records: {
    id: 'key',
    source_system: 'text',
    entity: 'text',
    key_index: 'text',
    key_sealed: 'blob',
    record_id: 'text',
    row_index: 'text',
    seen_import: 'text',
    missing_since: 'text?'
  }
};

const unique: readonly [string, readonly string[]][] = [
  ['data_keys', ['subject', 'subject_id', 'purpose']],
  ['outbox', ['dedupe_key']],
  ['accounts', ['kind', 'person_id']],
  ['cards', ['selector_index']],
  ['devices', ['token_hash']],
  ['links', ['token_hash']],
  ['passkeys', ['credential_id']],
  ['desks', ['code']],
  ['desk_members', ['desk_id', 'staff_id']],
  ['items', ['kind', 'subject', 'subject_id']],
  ['contributions', ['author_id', 'submission_id', 'version']],
  ['answers', ['contribution_id', 'position']],
  ['tellings', ['answer_id', 'contact', 'contact_id']],
  ['source_records', ['source_system', 'entity', 'key_index']]
];

const lookUps: readonly [string, readonly string[]][] = [
  ['audit', ['child_id', 'seq']],
  ['outbox', ['state', 'not_before']],
  ['staff_roles', ['staff_id']],
  ['contacts', ['child_id']],
  ['cards', ['child_id']],
  ['sessions', ['account_id']],
  ['allocations', ['child_id', 'role']],
  ['allocations', ['staff_id', 'role']],
  ['covers', ['cover_id', 'to_at']],
  ['covers', ['absent_id', 'to_at']],
  ['covers', ['child_id', 'to_at']],
  ['items', ['child_id', 'done_at']],
  ['reviews', ['child_id', 'due_on']],
  ['drafts', ['author_id', 'saved_at']],
  ['contributions', ['about_child_id', 'sent_at']],
  ['openings', ['contribution_id']],
  ['notes', ['contribution_id']],
  ['staged_rows', ['import_id', 'entity', 'key_index']],
  ['staged_rows', ['import_id', 'entity', 'slice']]
];

async function up(tx: Tx, engine: Engine): Promise<void> {
  for (const group of [ground, peopleAndChildren, signIn, work, views, imports])
    for (const [table, columns] of Object.entries(group)) await create(tx, engine, table, columns);
  for (const [table, columns] of unique) await index(tx, table, columns, true);
  for (const [table, columns] of lookUps) await index(tx, table, columns);
  await sealAudit(tx, engine);
}

/** The audit table takes new rows and nothing else: the database itself refuses to change or remove one. */
async function sealAudit(tx: Tx, engine: Engine): Promise<void> {
  if (engine === 'sqlite') {
    for (const act of ['update', 'delete'])
      await sql
        .raw(`create trigger audit_no_${act} before ${act} on audit begin select raise(abort, 'the audit is append-only'); end`)
        .execute(tx);
    return;
  }
  await sql`create function audit_append_only() returns trigger language plpgsql as $$ begin raise exception 'the audit is append-only'; end $$`.execute(
    tx
  );
  await sql`create trigger audit_no_change before update or delete on audit for each row execute function audit_append_only()`.execute(
    tx
  );
}

/** Everything the first slice stands on. Formatted a table at a time so that it reads as the tables do. */
export const first: Migration = { name: '0001-first', up };
