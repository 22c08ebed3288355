import { deskCodes } from '#lib/routing/rules.ts';

/**
 * Which columns of a council's files we take, and what for (decision 7, 23). Any other column is ignored and named so.
 * A column's `also` are other names it comes under: those of the Standard Safeguarding Dataset first, then what
 * people type. Names are compared in lower case with `_` for spaces and hyphens.
 */
export type ColumnKind =
  | 'id'
  | 'ids'
  | 'words'
  | 'day'
  | 'past-day'
  | 'flag'
  | 'email'
  | 'phone'
  | 'postal'
  | 'band'
  | 'privacy'
  | 'status'
  | 'language'
  | 'weekdays'
  | 'number'
  | 'relation'
  | 'participation'
  | 'desks'
  | 'code';

export type Column = Readonly<{ kind: ColumnKind; for: string; needed?: true; also: readonly string[] }>;

export type SheetCode = 'staff' | 'children' | 'contacts' | 'allocations' | 'absences' | 'reviews' | 'episodes' | 'legal';

export type Sheet = Readonly<{
  /** File names without their ending. */
  files: readonly string[];
  /** The columns which together name one record. */
  key: readonly string[];
  columns: Readonly<Record<string, Column>>;
}>;

const childId = {
  kind: 'id',
  needed: true,
  for: 'whose row it is',
  also: ['child_id', 'case_id', 'mosaic_id', 'eclipse_id', 'lcs_person_id']
} as const satisfies Column;

const staff = {
  files: ['staff', 'ssd_professionals'],
  key: ['staff_id'],
  columns: {
    staff_id: { kind: 'id', needed: true, for: 'the same worker in the next file', also: ['prof_professional_id', 'worker_id'] },
    staff_number: { kind: 'id', for: "the staff id, where a council's is another (mapping.json)", also: ['prof_staff_id'] },
    name: {
      kind: 'words',
      needed: true,
      for: 'who they are, to children and colleagues',
      also: ['prof_professional_name', 'full_name']
    },
    called: { kind: 'words', for: 'how children call them', also: ['known_as', 'preferred_name'] },
    email: { kind: 'email', for: 'signing in, and a nudge when something is new', also: ['email_address', 'e_mail'] },
    phone: { kind: 'phone', for: 'how a child reaches them', also: ['mobile', 'telephone', 'work_phone'] },
    role: { kind: 'code', for: 'what they may do', also: ['prof_professional_job_title', 'job_title', 'roles'] },
    team: { kind: 'words', for: 'whose desk', also: ['prof_professional_department', 'department'] },
    working_days: { kind: 'weekdays', for: 'when a child may expect an answer', also: ['days'] },
    reply_days: { kind: 'number', for: 'within how many working days they answer', also: [] },
    active: { kind: 'flag', for: 'whether they still work here', also: [] },
    desk: { kind: 'desks', for: `at which desks they sit: ${deskCodes.join(', ')}; several with ; between`, also: ['desks'] },
    shown_on_team_page: { kind: 'flag', for: 'whether they agreed to be shown to anybody, with name and photo', also: [] }
  }
} as const satisfies Sheet;

const children = {
  files: ['children', 'ssd_person'],
  key: ['lcs_id'],
  columns: {
    lcs_id: { ...childId, for: 'the same child in the next file', also: [...childId.also, 'pers_person_id'] },
    legacy_id: { kind: 'id', for: "the case id, where a council's is another (mapping.json)", also: ['pers_legacy_id'] },
    first_name: { kind: 'words', needed: true, for: 'who the child is', also: ['pers_forename', 'forename', 'given_name'] },
    last_name: { kind: 'words', needed: true, for: 'who the child is', also: ['pers_surname', 'surname', 'family_name'] },
    known_as: { kind: 'words', for: 'what the child wants to be called', also: ['called', 'preferred_name'] },
    date_of_birth: {
      kind: 'past-day',
      for: 'the band of words and pictures a child starts with',
      also: ['pers_dob', 'dob', 'born_on']
    },
    band: { kind: 'band', for: 'words and pictures, where age does not say', also: ['age_band'] },
    language: { kind: 'language', for: "the language of the child's pages", also: ['first_language'] },
    interpreter_needed: { kind: 'flag', for: 'that the IRO brings an interpreter', also: ['interpreter'] },
    privacy: { kind: 'privacy', for: 'how much a phone may show', also: ['privacy_level'] },
    status: { kind: 'status', for: 'whether the child is still in care', also: [] },
    entered_care_on: { kind: 'past-day', for: "the first review's latest day", also: ['entered_care', 'cla_start_date'] },
    ended_on: { kind: 'day', for: 'when the record closes', also: ['cla_end_date'] },
    sibling_group: { kind: 'code', for: 'brothers and sisters together in one visit', also: [] },
    merged_into: { kind: 'id', for: 'records made one in the case system', also: ['merged_to'] }
  }
} as const satisfies Sheet;

const contacts = {
  files: ['contacts'],
  key: ['contact_ref'],
  columns: {
    contact_ref: { kind: 'id', needed: true, for: 'the same person in the next file', also: ['contact_id'] },
    lcs_id: childId,
    relationship: { kind: 'relation', needed: true, for: 'who they are to the child', also: ['relation'] },
    name: { kind: 'words', needed: true, for: 'whom a child may choose', also: ['full_name'] },
    email: { kind: 'email', for: 'an invitation', also: ['email_address'] },
    phone: { kind: 'phone', for: 'an invitation', also: ['mobile', 'telephone'] },
    postal_address: { kind: 'postal', for: "an invitation by letter: a parent's own address", also: [] },
    may_be_invited: { kind: 'flag', needed: true, for: 'whether they may be asked for their views', also: ['may_invite'] },
    in_circle: { kind: 'flag', for: 'whether the child may have them told', also: [] },
    ended_on: { kind: 'day', for: 'when they no longer belong to the circle', also: ['end_date'] }
  }
} as const satisfies Sheet;

const allocations = {
  files: ['allocations', 'ssd_involvements'],
  key: ['allocation_ref'],
  columns: {
    allocation_ref: {
      kind: 'id',
      needed: true,
      for: 'the same allocation in the next file',
      also: ['invo_involvements_id', 'allocation_id']
    },
    lcs_id: { ...childId, also: [...childId.also, 'invo_person_id'] },
    staff_id: { kind: 'id', needed: true, for: 'who has the child', also: ['invo_professional_id', 'worker_id'] },
    role: { kind: 'code', needed: true, for: 'as what', also: ['invo_professional_role_id'] },
    start_date: { kind: 'day', needed: true, for: 'from when', also: ['invo_involvement_start_date', 'from', 'start'] },
    end_date: { kind: 'day', for: 'until when', also: ['invo_involvement_end_date', 'to', 'end'] },
    reason: { kind: 'code', for: 'whether it is a cover', also: ['invo_worker_change_reason'] }
  }
} as const satisfies Sheet;

const absences = {
  files: ['absences', 'staff_absences'],
  key: ['staff_id', 'from'],
  columns: {
    staff_id: { kind: 'id', needed: true, for: 'who is away', also: ['worker_id'] },
    from: { kind: 'day', needed: true, for: 'the first day away', also: ['start_date', 'start'] },
    to: { kind: 'day', needed: true, for: 'the last day away', also: ['end_date', 'end'] },
    covered_by: { kind: 'id', needed: true, for: 'who stands in', also: ['cover', 'cover_id'] }
  }
} as const satisfies Sheet;

const reviews = {
  files: ['reviews', 'ssd_cla_reviews'],
  key: ['review_ref'],
  columns: {
    review_ref: { kind: 'id', needed: true, for: 'the same review in the next file', also: ['clar_cla_review_id', 'review_id'] },
    lcs_id: { ...childId, also: [...childId.also, 'clar_cla_id'] },
    due_on: { kind: 'day', for: 'the day the child is told', also: ['clar_cla_review_due_date', 'due_date'] },
    planned_on: { kind: 'day', for: 'the day the meeting is planned for', also: ['planned_date'] },
    held_on: { kind: 'day', for: 'from which the next one counts', also: ['clar_cla_review_date', 'review_date'] },
    cancelled: { kind: 'flag', for: 'that it does not take place', also: ['clar_cla_review_cancelled'] },
    participation_code: { kind: 'participation', for: 'how the child took part', also: ['clar_cla_review_participation'] }
  }
} as const satisfies Sheet;

/** Of an episode of care we take when it began and ended, and which reviews belong to whom: no placement, no reason. */
const episodes = {
  files: ['ssd_cla_episodes'],
  key: ['episode_id'],
  columns: {
    episode_id: { kind: 'id', needed: true, for: 'telling episodes apart', also: ['clae_cla_episode_id'] },
    person_id: { kind: 'id', needed: true, for: 'whose it is', also: ['clae_person_id'] },
    cla_id: { kind: 'id', needed: true, for: 'whose reviews are whose', also: ['clae_cla_id'] },
    start_date: { kind: 'past-day', for: 'when care began, where nothing else says', also: ['clae_cla_episode_start_date'] },
    ceased_date: { kind: 'day', for: 'whether the child is still in care', also: ['clae_cla_episode_ceased_date'] },
    entered_care_date: { kind: 'past-day', for: "the first review's latest day", also: ['clae_entered_care_date'] }
  }
} as const satisfies Sheet;

/** Read for one thing: a run of short breaks has another review clock, so those rows are named. Nothing of it is kept. */
const legal = {
  files: ['ssd_legal_status'],
  key: ['legal_status_id'],
  columns: {
    legal_status_id: { kind: 'id', needed: true, for: 'telling rows apart', also: ['lega_legal_status_id'] },
    person_id: { kind: 'id', needed: true, for: 'whose it is', also: ['lega_person_id'] },
    legal_status: { kind: 'code', needed: true, for: 'short breaks (V3, V4)', also: ['lega_legal_status'] },
    end_date: { kind: 'day', for: 'whether it still holds', also: ['lega_legal_status_end_date'] }
  }
} as const satisfies Sheet;

/** In the order in which they are read: who is in care before the people, the people before what is about them. */
export const sheets = { episodes, legal, staff, children, contacts, allocations, absences, reviews } as const satisfies Record<
  SheetCode,
  Sheet
>;

export const sheetOrder: readonly SheetCode[] = [
  'episodes',
  'legal',
  'children',
  'staff',
  'contacts',
  'allocations',
  'absences',
  'reviews'
];

/** A header cell as names are compared: `"Date of Birth"` and `date-of-birth` are both `date_of_birth`. */
export const plainName = (header: string): string =>
  header
    .normalize('NFKC')
    .replace(/[\u200b\ufeff]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[\s\-/.]+/g, '_')
    .replace(/[^\p{L}\p{N}_]/gu, '');
