import type { TableName } from '#lib/server/database/tables.ts';

/**
 * What becomes of every table when a child is erased: data, so that a new table cannot be forgotten (a test holds these
 * two lists to `tables.ts`). `goes` stands in the order in which rows are found; they are deleted from the end.
 */
export type Belonging = Readonly<{
  /** The column that says whose the row is. */
  column: string;
  /** Whose id stands there: the child's own, or that of a row found before. */
  of: 'child' | TableName;
  /** Where the same column may hold ids of something else: only rows like this. */
  and?: Readonly<{ column: string; is: string }>;
  /** What stands before the id in that column. */
  prefix?: string;
}>;

export type Goes = Readonly<{
  table: TableName;
  /** The column by which one of its rows is known. */
  key?: string;
  /** Any of these makes it the child's. */
  by: readonly Belonging[];
}>;

const ofChild: readonly Belonging[] = [{ column: 'child_id', of: 'child' }];
const about: readonly Belonging[] = [{ column: 'about_child_id', of: 'child' }];

export const goes: readonly Goes[] = [
  { table: 'children', by: [{ column: 'id', of: 'child' }] },
  { table: 'contacts', by: ofChild },
  { table: 'reviews', by: ofChild },
  { table: 'allocations', by: ofChild },
  { table: 'covers', by: ofChild },
  {
    table: 'accounts',
    by: [
      { column: 'person_id', of: 'child' },
      { column: 'person_id', of: 'contacts' }
    ]
  },
  { table: 'sessions', by: [{ column: 'account_id', of: 'accounts' }] },
  { table: 'cards', by: ofChild },
  { table: 'secrets', key: 'child_id', by: ofChild },
  { table: 'secret_tries', by: ofChild },
  { table: 'card_asks', by: ofChild },
  { table: 'handovers', by: ofChild },
  { table: 'devices', by: ofChild },
  { table: 'kept_words', by: ofChild },
  { table: 'items', by: ofChild },
  { table: 'not_told', by: ofChild },
  { table: 'kept_from', by: ofChild },
  { table: 'invitations', by: [...ofChild, { column: 'contact_id', of: 'contacts' }] },
  { table: 'invitation_sendings', by: [{ column: 'invitation_id', of: 'invitations' }] },
  { table: 'letters', by: [{ column: 'invitation_id', of: 'invitations' }] },
  { table: 'entry_codes', by: [{ column: 'invitation_id', of: 'invitations' }] },
  { table: 'watch_words', by: ofChild },
  { table: 'rating_tokens', by: ofChild },
  { table: 'requests', by: ofChild },
  { table: 'request_openings', by: [{ column: 'request_id', of: 'requests' }] },
  { table: 'request_answers', by: [...ofChild, { column: 'request_id', of: 'requests' }] },
  { table: 'iro_names', by: ofChild },
  { table: 'talks', by: ofChild },
  { table: 'talk_steps', by: [...ofChild, { column: 'talk_id', of: 'talks' }] },
  { table: 'hellos', by: ofChild },
  { table: 'hand_overs', by: ofChild },
  { table: 'hand_over_sights', by: ofChild },
  { table: 'message_threads', by: [...ofChild, { column: 'contact_id', of: 'contacts' }] },
  { table: 'messages', by: [...ofChild, { column: 'thread_id', of: 'message_threads' }] },
  { table: 'message_lates', by: [...ofChild, { column: 'message_id', of: 'messages' }] },
  { table: 'drafts', by: about },
  { table: 'contributions', by: about },
  { table: 'answers', by: [...ofChild, { column: 'contribution_id', of: 'contributions' }] },
  {
    table: 'tellings',
    by: [
      { column: 'answer_id', of: 'answers' },
      { column: 'contact_id', of: 'contacts' }
    ]
  },
  { table: 'openings', by: [{ column: 'contribution_id', of: 'contributions' }] },
  { table: 'notes', by: [...ofChild, { column: 'contribution_id', of: 'contributions' }] },
  { table: 'break_glass', by: ofChild },
  {
    table: 'source_records',
    by: (['children', 'contacts', 'reviews', 'allocations', 'covers'] as const).map((of) => ({ column: 'record_id', of }))
  },
  { table: 'attachments', by: [{ column: 'owner_id', of: 'child', and: { column: 'owner', is: 'child' } }] },
  { table: 'damaged_fields', by: [{ column: 'subject', of: 'child', prefix: 'child:' }] },
  { table: 'data_keys', by: [{ column: 'subject_id', of: 'child', and: { column: 'subject', is: 'child' } }] }
];

/** Rows that name something of the child in the middle of a text: all of them are looked at. */
export const goesByMention: readonly Readonly<{ table: TableName; key: string; column: string }>[] = [
  { table: 'outbox', key: 'id', column: 'dedupe_key' },
  { table: 'limits', key: 'bucket', column: 'bucket' }
];

/** Why the rest stays. */
export const stays: Readonly<Partial<Record<TableName, string>>> = {
  installation: 'about no child',
  key_events: 'about no child',
  key_work: 'about no child',
  migrations: 'about no child',
  last_times: 'about no child',
  audit: 'the chain must go on fitting: ids, verbs and times, nothing anybody said',
  audit_head: 'part of the chain',
  audit_checks: 'about the chain',
  council_settings: 'about no child',
  guide_words: 'the council’s own words in its guides: about no child',
  staff: 'about workers',
  staff_roles: 'about workers',
  staff_pages: 'about workers',
  links: 'about workers',
  passkeys: 'about workers',
  recovery_codes: 'about workers',
  passphrases: 'about workers',
  passphrase_tries: 'about workers',
  identities: 'about workers',
  sign_in_news: 'about workers',
  first_links: 'about workers',
  used_once: 'about workers, for minutes',
  desks: 'about workers',
  desk_members: 'about workers',
  rota: 'about workers',
  call_backs: 'about no child we know; whoever asked to be rung is not found by a child',
  call_back_tries: 'about no child we know',
  ratings: 'nothing says whose it is: it cannot be found by a child, and becomes part of a count',
  rating_words: 'nothing says whose it is; a manager takes out names',
  rating_groups: 'counts of eight people or more',
  rating_changes: 'written by managers, about no child',
  page_votes: 'counts of pages',
  imports: 'which file came when, without a name in it',
  staged_rows: 'there only while an import is at work: erasing waits until it is over, and clears it in a copy that is put back',
  erasures: 'the receipt itself: an id and numbers'
};
