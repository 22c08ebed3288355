import type { TableName } from '#lib/server/database/tables.ts';
import type { Purpose } from './data-keys.ts';

/**
 * Every sealed column there is: whose key seals it and what else binds it to its place. Re-encryption and the search for
 * damage read nothing but this list, and a test holds it to `tables.ts`. A new `…_sealed` column wants a line here.
 */
export type SealedColumns = Readonly<{
  table: TableName;
  columns: readonly string[];
  /** The column with the row's revision; 0: it has none, and is sealed under 0. */
  rev: string | 0;
  /** Whose key: the installation's own, or that of the child or member of staff whose id is in a column. */
  subject: 'installation' | Readonly<{ kind: 'child' | 'staff'; id: string }> | Readonly<{ kindIn: string; id: string }>;
  /** Which of their keys; `by` a column: one value of it means `shared`, any other `private`. */
  purpose: Purpose | Readonly<{ by: string; shared: string }>;
  /** The column that orders its rows, and where that begins, when it is no `id` of text. */
  key?: Readonly<{ column: string; from: number }>;
  /** Why it is never sealed anew: its key then stays, wrapped by whatever key the ring turns to. */
  fixed?: string;
}>;

const child = (id: string) => ({ kind: 'child', id }) as const;

export const sealedColumns: readonly SealedColumns[] = [
  { table: 'installation', columns: ['canary_sealed'], rev: 0, subject: 'installation', purpose: 'record' },
  {
    table: 'audit',
    columns: ['detail_sealed'],
    rev: 0,
    subject: 'installation',
    purpose: 'record',
    key: { column: 'seq', from: 0 },
    fixed: 'the audit is append-only, and its hashes cover these bytes'
  },
  { table: 'outbox', columns: ['payload_sealed'], rev: 0, subject: 'installation', purpose: 'record' },
  {
    table: 'attachments',
    columns: ['content_sealed'],
    rev: 0,
    subject: { kindIn: 'owner', id: 'owner_id' },
    purpose: 'record'
  },
  {
    table: 'staff',
    columns: ['name_sealed', 'called_sealed', 'email_sealed', 'phone_sealed'],
    rev: 'rev',
    subject: { kind: 'staff', id: 'id' },
    purpose: 'record'
  },
  { table: 'staff_pages', columns: ['body_sealed'], rev: 'rev', subject: { kind: 'staff', id: 'id' }, purpose: 'record' },
  { table: 'iro_names', columns: ['called_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'private' },
  { table: 'talk_steps', columns: ['body_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'private' },
  { table: 'hand_overs', columns: ['body_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'private' },
  {
    table: 'contacts',
    columns: ['name_sealed', 'email_sealed', 'phone_sealed', 'postal_sealed'],
    rev: 'rev',
    subject: child('child_id'),
    purpose: 'record'
  },
  {
    table: 'children',
    columns: ['first_name_sealed', 'last_name_sealed', 'known_as_sealed', 'born_sealed'],
    rev: 'rev',
    subject: child('id'),
    purpose: 'record'
  },
  { table: 'kept_words', columns: ['body_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'private' },
  { table: 'invitations', columns: ['words_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'record' },
  { table: 'call_backs', columns: ['body_sealed'], rev: 'rev', subject: 'installation', purpose: 'record' },
  { table: 'call_back_tries', columns: ['body_sealed'], rev: 'rev', subject: 'installation', purpose: 'record' },
  // Nobody's own key: with a child's, the row would be the child's.
  { table: 'ratings', columns: ['body_sealed'], rev: 0, subject: 'installation', purpose: 'record' },
  { table: 'rating_words', columns: ['body_sealed'], rev: 'rev', subject: 'installation', purpose: 'record' },
  { table: 'rating_groups', columns: ['body_sealed'], rev: 0, subject: 'installation', purpose: 'record' },
  { table: 'rating_changes', columns: ['body_sealed'], rev: 0, subject: 'installation', purpose: 'record' },
  { table: 'requests', columns: ['body_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'private' },
  { table: 'messages', columns: ['body_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'private' },
  { table: 'request_answers', columns: ['body_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'private' },
  { table: 'reviews', columns: ['venue_sealed'], rev: 'venue_rev', subject: child('child_id'), purpose: 'record' },
  { table: 'drafts', columns: ['body_sealed'], rev: 'rev', subject: child('about_child_id'), purpose: 'private' },
  { table: 'contributions', columns: ['helper_sealed'], rev: 0, subject: child('about_child_id'), purpose: 'private' },
  {
    table: 'answers',
    columns: ['body_sealed'],
    rev: 'rev',
    subject: child('child_id'),
    purpose: { by: 'audience', shared: 'at_my_review' }
  },
  { table: 'notes', columns: ['body_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'private' },
  { table: 'break_glass', columns: ['reason_sealed'], rev: 'rev', subject: child('child_id'), purpose: 'record' },
  { table: 'staged_rows', columns: ['row_sealed'], rev: 0, subject: 'installation', purpose: 'record' },
  { table: 'source_records', columns: ['key_sealed'], rev: 0, subject: 'installation', purpose: 'record' },
  { table: 'erasures', columns: ['reason_sealed'], rev: 0, subject: 'installation', purpose: 'record' }
];

/** Whether something sealed is stored there. */
export const isSealed = (table: string, column: string): boolean =>
  sealedColumns.some((entry) => entry.table === table && entry.columns.includes(column));
