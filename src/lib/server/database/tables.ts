import type { Generated } from 'kysely';

/**
 * Every table, as Kysely sees it. Column types mean the same in both databases: text, integer, real, blob.
 * Times are UTC ISO text (`…_at`), days are `YYYY-MM-DD` text (`…_on`), yes/no is 0 or 1, ids are UUIDv7 text.
 * A column named `…_sealed` holds an encrypted field (keys/envelope.ts); `…_index` a keyed hash to look one up by.
 * The comment above a table names the one room that writes it.
 */
type Flag = 0 | 1;
type Blob = Uint8Array;

export type Tables = {
  /* lib/server */
  installation: {
    id: string;
    created_at: string;
    canary_sealed: Blob;
    /** Another word whenever a process must forget the keys it remembers; null: nothing changed yet. */
    keys_stamp: string | null;
    /** The ring's key that wraps every new data key; null: the ring's own active one. */
    ring_key: string | null;
  };
  data_keys: {
    id: Generated<number>;
    /** `child`, `staff` or `installation` */
    subject: string;
    subject_id: string;
    /** `private` (only_iro, tell), `shared` (at_my_review), `record` (names, contacts, everything else) */
    purpose: string;
    ring_key: string;
    wrapped: Blob;
    created_at: string;
    /** Counts up when a subject gets a new key; the highest seals, the others only open. */
    generation: Generated<number>;
  };
  /** What happened to the ring: `rotated`, `reencrypted`, `retired`, `copied` (to two people). */
  key_events: { id: string; kind: string; ring_key: string; at: string };
  /** Re-encryption under way, so that it goes on where it was: data keys up to `boundary` are on their way out. */
  key_work: {
    id: string;
    boundary: number;
    /** `making`, `sealing`, `checking` or `done`. */
    stage: string;
    /** Where in the list of tables and rows it is. */
    at_table: number;
    after_id: string;
    /** How many fields were sealed anew. */
    fields: number;
    started_at: string;
    done_at: string | null;
  };
  /** Fields that did not open, and when that was last put on record. */
  damaged_fields: {
    id: string;
    table_name: string;
    column_name: string;
    row_id: string;
    /** Whose key should have opened it, such as `child:…`. */
    subject: string;
    first_seen_at: string;
    recorded_at: string;
  };
  migrations: { name: string; applied_at: string };
  /** When the worker's tick, a backup and a drill last happened. */
  last_times: { what: string; at: string; note: string | null };

  /* audit */
  audit: {
    seq: Generated<number>;
    at: string;
    actor: string;
    actor_role: string;
    /** The cover under which the actor did it, if any. */
    on_behalf: string | null;
    verb: string;
    subject: string;
    subject_id: string;
    child_id: string | null;
    outcome: string;
    reason: string | null;
    request_id: string;
    assurance: string;
    detail_sealed: Blob | null;
    previous: Blob;
    hash: Blob;
    /** How it is hashed: 1 over every column, 0 (before 0012) without number and detail. */
    form: Generated<number>;
  };
  /** One row: the newest entry, under a keyed hash, so that a chain cut off at its end is seen. */
  audit_head: { id: string; seq: number; hash: Blob; mac: Blob };
  audit_checks: {
    id: string;
    checked_at: string;
    entries: number;
    /** A kind of `src/lib/audit/fault.ts`; null: the chain is whole. */
    fault: string | null;
    fault_seq: number | null;
    anchors: number;
  };

  /* notify */
  outbox: {
    id: string;
    kind: string;
    dedupe_key: string;
    /** Ids only, sealed: who is to be told, never what was said. */
    payload_sealed: Blob;
    state: string;
    not_before: string;
    attempts: number;
    lease_until: string | null;
    last_error: string | null;
    created_at: string;
    done_at: string | null;
    /** Keyed hash of whom it is for, so that what one person gets keeps its order; null: from before there was one. */
    person_index: string | null;
    /** Since when it should have gone (ISO time): not within hours in which families are left in peace. */
    due_at: string | null;
    /** When it was tried last (ISO time); null: never. */
    tried_at: string | null;
  };

  /* attachments */
  attachments: {
    id: string;
    kind: string;
    owner: string;
    owner_id: string;
    media_type: string;
    width: number;
    height: number;
    digest: string;
    content_sealed: Blob;
    created_at: string;
  };

  /* council */
  council_settings: { key: string; value: string; changed_at: string };
  /* guides */
  /** A council's own words for one paragraph of a guide */
  guide_words: {
    /** In the order in which they were made: the newest row of a paragraph and language holds. */
    seq: Generated<number>;
    /** Born with the form. */
    id: string;
    audience: string;
    guide: string;
    paragraph: string;
    language: string;
    /** Empty: left out; null: the built-in words again. */
    words: string | null;
    changed_by: string;
    changed_at: string;
  };

  /* people */
  staff: {
    id: string;
    name_sealed: Blob;
    /** How children call them, e.g. "Sam". */
    called_sealed: Blob | null;
    email_sealed: Blob | null;
    phone_sealed: Blob | null;
    email_index: string | null;
    photo_id: string | null;
    /** Working days as ISO weekday numbers, e.g. `12345`. */
    working_days: string;
    /** Promised reply in working days. */
    reply_days: number;
    team: string | null;
    active: Flag;
    /** Agreed to be shown to anybody, with name and photo. */
    shown_openly: Flag;
    rev: number;
    changed_at: string;
  };
  staff_roles: { id: string; staff_id: string; role: string; from_on: string; to_on: string | null };
  /** What somebody shows of themself. Its id is theirs. */
  staff_pages: {
    id: string;
    /** Their hello for each band, together. */
    body_sealed: Blob;
    /** When they can talk: ISO weekday numbers, and the hours (`HH:MM`) or none. */
    talk_days: string;
    talk_from: string | null;
    talk_to: string | null;
    /** What of it the open page shows: words with spaces between. */
    shows: string;
    rev: number;
    changed_at: string;
  };

  /* children */
  /** People around a child who are not staff: parents, carers, professionals. */
  contacts: {
    id: string;
    child_id: string;
    relation: string;
    name_sealed: Blob;
    email_sealed: Blob | null;
    phone_sealed: Blob | null;
    postal_sealed: Blob | null;
    /** May this person be invited to give views? */
    may_invite: Flag;
    /** May the child choose that their IRO tells this person? */
    in_circle: Flag;
    ended_on: string | null;
    rev: number;
    changed_at: string;
  };
  children: {
    id: string;
    first_name_sealed: Blob;
    last_name_sealed: Blob;
    /** What the child wants to be called. */
    known_as_sealed: Blob | null;
    born_sealed: Blob | null;
    /** 4-7, 8-11 or 12-17: set by the IRO, changeable by the child. */
    band: string;
    language: string;
    interpreter: Flag;
    /** own, shared or watched: how much a phone may show (decision 10). */
    privacy: string;
    status: string;
    entered_care_on: string | null;
    ended_on: string | null;
    /** Brothers and sisters share one (a keyed hash of the case system's name for it); never shown across them. */
    sibling_group: string | null;
    merged_into: string | null;
    /** The colours chosen by the child; null: as the device. */
    look: string | null;
    /** Where they live may not be known to everybody who writes to them: what goes to a parent is looked at twice. */
    address_hidden: Generated<Flag>;
    /** The picture beside their name, by its name. */
    avatar: string | null;
    /** Words with spaces between: what makes reading easier, and whether the first visit is over. */
    comfort: string | null;
    rev: number;
    changed_at: string;
  };

  /** What a child calls somebody, in the child's own words. */
  iro_names: { id: string; child_id: string; staff_id: string; called_sealed: Blob; rev: number; changed_at: string };

  /* sign-in */
  accounts: { id: string; kind: string; person_id: string };
  sessions: {
    /** SHA-256 of the session's secret. */
    id: string;
    account_id: string;
    expires_at: string;
    started_at: string;
    /** card, secret, email, text, letter, link, passkey, oidc or passphrase: how sure we are who this is. */
    assurance: string;
    /** own or shared, for a child's device. */
    device: string;
    /** Until when the child's own words may be shown on a shared phone. */
    fresh_until: string | null;
    /** The session this one went on from, when the same child gave a secret after the card. */
    earlier_id: string | null;
    /** Until when a worker counts as having just shown again who they are. */
    step_up_until: string | null;
    /** What kind of browser it is, coarsely, e.g. `firefox/windows`: no address, no version. */
    browser: string | null;
    /** When it was last used, to the minute or so. */
    seen_at: string | null;
  };
  cards: {
    id: string;
    child_id: string;
    /** Keyed hash of the code's first four symbols; the rest is checked against the verifier. */
    selector_index: string;
    verifier: string;
    made_at: string;
    made_by: string;
    first_used_at: string | null;
    ended_at: string | null;
    /** Two bytes of a keyed hash of the whole code: nearly every wrong one is told by it, without the work. Null: made before. */
    quick: string | null;
    /** Why it was made: `lost`, `taken`, `worn` or `moved`; null: the first, or made at the keyboard. */
    reason: string | null;
    /** On what it was opened first: `phone` or `computer`. */
    first_used_by: string | null;
    /** When the child was told that it is new, having given their secret. */
    told_at: string | null;
    /** Who asked the child in person whether they opened it first, and when. */
    checked_at: string | null;
    checked_by: string | null;
  };
  secrets: {
    child_id: string;
    kind: string;
    verifier: string;
    set_at: string;
    /** Wrong tries since the last right one. */
    wrong: number;
    wait_until: string | null;
    rev: number;
    /** The visit that the card itself opened last: after many wrong tries only that one may try. */
    card_visit: string | null;
  };
  /** Each wrong try at a secret, and nothing of what was tried. */
  secret_tries: { id: string; child_id: string; tried_at: string };
  /** A new card that a social worker or an advocate asks for, to hand it over; somebody else says yes. */
  card_asks: {
    id: string;
    child_id: string;
    staff_id: string;
    reason: string;
    asked_at: string;
    decided_at: string | null;
    decided_by: string | null;
    /** `approved` or `refused`. */
    outcome: string | null;
    card_id: string | null;
  };
  /** A worker's own device in a child's hands, for one form. */
  handovers: {
    id: string;
    child_id: string;
    staff_id: string;
    session_id: string;
    began_at: string;
    ended_at: string | null;
    sent: Flag;
  };
  devices: { id: string; child_id: string; token_hash: string; made_at: string; ends_at: string };
  links: {
    id: string;
    token_hash: string;
    staff_id: string;
    expires_at: string;
    used_at: string | null;
    made_at: string;
    /** The administrator who made it; null: a command at the server. */
    made_by: string | null;
    /** 1: whoever made it was shown it; 0 or null: it went by mail alone, or a command made it. */
    shown: number | null;
  };
  passkeys: {
    id: string;
    staff_id: string;
    credential_id: string;
    public_key: Blob;
    counter: number;
    transports: string;
    name: string;
    made_at: string;
    last_used_at: string | null;
  };
  /** One-time codes for whoever lost their passkeys, by keyed hash only. */
  recovery_codes: { id: string; staff_id: string; code_index: string; made_at: string; used_at: string | null };
  /** A long passphrase; what its one-time codes come from is computed from `totp_id` and kept nowhere. */
  passphrases: {
    staff_id: string;
    verifier: string;
    totp_id: string;
    /** The half minute of the last code used: none is good twice. */
    last_step: number;
    set_at: string;
  };
  /**
   * Wrong tries, by the beginning of the keyed hash of an e-mail address, anybody's or nobody's: all are slowed down alike. Of a
   * worker who is signed in, by who they are.
   */
  passphrase_tries: { place: string; wrong: number; wait_until: string };
  /** A worker in the council's own sign-in: a keyed hash of issuer, tenant and subject, never an address. */
  identities: { id: string; staff_id: string; identity_index: string; made_at: string; last_used_at: string | null };
  /** What a worker is told when they next come in, e.g. that one of their recovery codes was used. */
  sign_in_news: {
    id: string;
    staff_id: string;
    kind: string;
    at: string;
    seen_at: string | null;
    /** Of a colleague's link: whose it is, and who made it (null: a command at the server). */
    about_id: string | null;
    by_id: string | null;
  };
  /** The one link by which a new installation gets its first administrator. */
  first_links: { id: string; made_at: string; expires_at: string; used_at: string | null };
  /** What a worker began and finished: it is good for nothing a second time. */
  used_once: { id: string; expires_at: string };
  /** What was being written on a page without a draft of its own when a visit closed by itself; for a day. */
  kept_words: {
    id: string;
    child_id: string;
    /** `child` or `contributor`, and who: what is kept is given back to nobody else. */
    author: string;
    author_id: string;
    /** Set when a card alone opened the visit: then only that visit, and what goes on from it, sees it again. */
    session_id: string | null;
    /** The page it was written on. */
    path: string;
    body_sealed: Blob;
    rev: number;
    kept_at: string;
  };
  limits: { bucket: string; tokens: number; refilled_at: string };

  /* routing */
  allocations: {
    id: string;
    child_id: string;
    staff_id: string;
    role: string;
    from_on: string;
    to_on: string | null;
    reason: string | null;
    rev: number;
    changed_at: string;
  };
  covers: {
    id: string;
    /** Who is away; null when the cover is for one child only. */
    absent_id: string | null;
    child_id: string | null;
    cover_id: string;
    from_at: string;
    to_at: string;
    reason: string;
    made_by: string;
    made_at: string;
  };
  desks: { id: string; code: string };
  desk_members: { desk_id: string; staff_id: string };
  /** Who is on duty, from when to when (ISO times); the first of a time is asked before the second. */
  rota: {
    id: string;
    staff_id: string;
    from_at: string;
    to_at: string;
    /** 1 is asked first. */
    place: number;
    made_by: string;
    made_at: string;
  };
  /** What somebody has to look at next. Who that is now is worked out from allocations and covers, never stored. */
  items: {
    id: string;
    kind: string;
    subject: string;
    subject_id: string;
    /** Null: about no child we know, such as somebody who asks to be rung back. */
    child_id: string | null;
    desk_code: string;
    created_at: string;
    /** For the order "what needs me first": the review's day, when there is one. */
    needed_by: string | null;
    first_opened_at: string | null;
    first_opened_by: string | null;
    done_at: string | null;
    /** The newest step of its line that was told that nobody has opened it (src/lib/routing/climbing.ts); null: none yet. */
    climbed_to: string | null;
    climbed_at: string | null;
    /** Who has it there, or on duty was asked there; further up who had it and did not open it when it climbed past them; null: nobody. */
    climbed_past: string | null;
    /** Who said "I have it", and when; null: nobody. Only for what cannot wait. */
    had_by: string | null;
    had_at: string | null;
  };
  /** Who never gets what this is about, whatever else they are: it goes past them. */
  kept_from: { id: string; subject: string; subject_id: string; child_id: string; staff_id: string; made_at: string };

  /* invitations */
  /** Who is asked for their views ahead of a review: one contact, by one way. */
  invitations: {
    id: string;
    contact_id: string;
    child_id: string;
    review_id: string | null;
    /** `invited` (to the meeting too), `views-only`, or `excluded`: not asked here. */
    part: string;
    /** `parent`, `carer` or `professional`. */
    form: string;
    /** Of a professional: which questions. */
    role: string | null;
    /** `email`, `text`, `letter`, or `none`: somebody asks them and writes it down. */
    way: string;
    /** Keyed hash of the address or number it goes to. */
    reach_index: string | null;
    language: string;
    /** May they know the day of the review, and where it is? */
    tells_day: Flag;
    tells_venue: Flag;
    /** Why not invited, by what other way they are heard, and the IRO's words to them: sealed together. */
    words_sealed: Blob | null;
    rev: number;
    made_at: string;
    made_by: string;
    changed_at: string;
    /** When they first came in. */
    opened_at: string | null;
    withdrawn_at: string | null;
  };
  /** Each time it was sent, sent again or printed. */
  invitation_sendings: { id: string; invitation_id: string; way: string; sent_at: string; sent_by: string };
  /** A letter's code is computed from its id and kept nowhere. */
  letters: {
    id: string;
    invitation_id: string;
    selector_index: string;
    made_at: string;
    made_by: string;
    ends_at: string;
    first_used_at: string | null;
    ended_at: string | null;
  };
  /** Eight digits computed from the id and kept nowhere, good in one browser. Neither invitation nor address: nobody knows it. */
  entry_codes: {
    id: string;
    invitation_id: string | null;
    reach_index: string | null;
    way: string;
    browser_hash: string;
    tries: number;
    made_at: string;
    ends_at: string;
    used_at: string | null;
  };
  /** Words that would say where a child lives, by keyed hash only: they are looked for in what goes to a parent. */
  watch_words: {
    id: string;
    child_id: string;
    word_index: string;
    /** How many words it is, one after the other. */
    words: number;
    made_at: string;
    made_by: string;
  };

  /* not-told */
  /** Somebody who could not be told: one row while it is so. Of a contact with whose child it is, of a worker without. */
  not_told: {
    id: string;
    person: string;
    person_id: string;
    child_id: string | null;
    /** Of the last thing that did not reach them (outbox). */
    person_index: string | null;
    /** By what: email, text or letter. */
    way: string;
    /** bounced: nobody is there; given-up: not taken for three days; no-way: there is nothing to tell them by. */
    reason: string;
    times: number;
    first_at: string;
    last_at: string;
    done_at: string | null;
    done_by: string | null;
    /** rang, put-right, or reached: something sent later arrived. */
    outcome: string | null;
  };

  /* call-backs */
  /** Somebody who says they are family and asks to be rung. Nothing in it was looked up, and nobody is told whom we know. */
  call_backs: {
    id: string;
    /** Born with the page it was written on: the same words with it are one call-back. */
    submission_id: string;
    digest: string;
    /** Who they say they are, their number and the rest, with the installation's own key. */
    body_sealed: Blob;
    rev: number;
    /** The language of the page they wrote it on. */
    language: string;
    sent_at: string;
    /** The day by which they were told that somebody rings. */
    ring_by: string;
    done_at: string | null;
    done_by: string | null;
    outcome: string | null;
  };
  /** Each time somebody rang them, or tried to, and what came of it. */
  call_back_tries: {
    id: string;
    call_back_id: string;
    staff_id: string;
    outcome: string;
    body_sealed: Blob;
    rev: number;
    made_at: string;
  };

  /* ratings */
  /**
   * That somebody rated, or does not want to, for one period; never what. Nothing in it is shared with a rating but the
   * quarter, and all of a quarter are written anew in another order with each that comes.
   */
  rating_tokens: {
    /** Random, as in the next two: not UUIDv7, which would tell the order. */
    id: string;
    child_id: string;
    /** `child` or `contributor`, and who. */
    holder: string;
    holder_id: string;
    /** `review:…`, `year:2026`, or `ever`. */
    period: string;
    /** `used`, `later` or `never`. */
    choice: string;
    quarter: string;
  };
  /** What somebody chose, until its quarter is over and enough are there to become a group: then these are deleted. */
  ratings: {
    id: string;
    quarter: string;
    /** About whom, in which band and what was chosen, with the installation's own key. */
    body_sealed: Blob;
  };
  /** What somebody wrote beside it. Nothing joins the two. */
  rating_words: {
    id: string;
    quarter: string;
    /** `waiting` to be mixed with others, `ready` to be read, `released` without names, or `kept` back. */
    state: string;
    body_sealed: Blob;
    rev: number;
    /** The quarter in which a manager decided. */
    decided_in: string | null;
  };
  /** Counts of eight people or more each (a setting): all that is ever shown is made of whole ones. */
  rating_groups: {
    id: string;
    /** `child` or `adult` */
    audience: string;
    /** Null: of several reviewers together. */
    about: string | null;
    from_quarter: string;
    closed_quarter: string;
    body_sealed: Blob;
  };
  /** "You said, we did", written by a manager for every child to read. */
  rating_changes: { id: string; made_on: string; made_by: string; body_sealed: Blob; ended_on: string | null };
  /** "Was this helpful?": how often each was pressed, and nothing else. */
  page_votes: { id: string; page: string; quarter: string; yes: number; no: number };

  /* requests */
  requests: {
    id: string;
    /** Born with the page it was written on; together with the version it is one thing a child sent. */
    submission_id: string;
    version: number;
    digest: string;
    child_id: string;
    /** `child`, or an adult who asks about them: `contributor`, `staff`; then `asker_id` says who. */
    asker: Generated<string>;
    asker_id: string | null;
    kind: string;
    /** Who it went to when it was sent: `holder`, `advocates` or `everybody`. */
    readers: string;
    /** What was asked and said; null once the child took it back. */
    body_sealed: Blob | null;
    rev: number;
    assurance: string;
    /** The visit that sent it: by the card alone only that one can take it back. */
    session_id: string;
    language: string;
    band: string;
    sent_at: string;
    /** The day by which an answer was promised; null: as soon as somebody opens it. */
    answer_by: string | null;
    taken_back_at: string | null;
    /** How often everybody it is for was told again that nobody has opened it. */
    reminders: number;
    /** The request it comes of: one the advocates handed back, or a complaint that wanted an advocate. */
    follows: string | null;
  };
  request_openings: { id: string; request_id: string; staff_id: string; cover_id: string | null; opened_at: string };
  request_answers: {
    id: string;
    request_id: string;
    child_id: string;
    staff_id: string;
    cover_id: string | null;
    outcome: string;
    /** "Not yet": the day by which there will be more. */
    by_on: string | null;
    body_sealed: Blob;
    rev: number;
    made_at: string;
    /** When the child first saw it. */
    read_at: string | null;
  };

  /* messages */
  message_threads: {
    id: string;
    child_id: string;
    /** `child`: between the child and their IRO; `adult`: between one person around them and the IRO. */
    kind: string;
    /** Of an `adult` thread: the contact who writes in it. */
    contact_id: string | null;
    made_at: string;
  };
  messages: {
    id: string;
    /** Born with the page it was written on; together with the version it is one thing somebody sent. */
    submission_id: string;
    version: number;
    digest: string;
    thread_id: string;
    child_id: string;
    /** `child` or `contributor`, who write to the IRO, or `staff`, who answers; then `author_id` is the worker's. */
    author: string;
    author_id: string | null;
    /** Of an answer: the cover under which it was given. */
    cover_id: string | null;
    /** How soon it wants to be answered: `today`, `week` or `review`; null for an answer. */
    soon: string | null;
    body_sealed: Blob;
    rev: number;
    assurance: string;
    session_id: string;
    language: string;
    band: string;
    sent_at: string;
    /** The day by which an answer was promised; null for an answer. */
    answer_by: string | null;
    /** When somebody who has the child first opened it, who, and under which cover. */
    opened_at: string | null;
    opened_by: string | null;
    opened_cover: string | null;
    /** The answer that answers it. */
    answered_id: string | null;
    /** Of an answer: when whoever wrote first saw it. Never shown to a worker. */
    seen_at: string | null;
    /** A copy went to the advocates' desk; when the first of them opened it, and who. */
    copied: Flag;
    copy_opened_at: string | null;
    copy_opened_by: string | null;
  };
  /** "My IRO has not answered": to whom the child said it (`manager` or `advocates`), and who opened that. */
  message_lates: {
    id: string;
    message_id: string;
    child_id: string;
    goes_to: string;
    told_at: string;
    opened_at: string | null;
    opened_by: string | null;
  };

  /* reviews */
  reviews: {
    id: string;
    child_id: string;
    /** The date the case system gives. */
    due_on: string | null;
    planned_on: string | null;
    held_on: string | null;
    cancelled: Flag;
    participation: string | null;
    /** Where it is held, as the IRO wrote it: shown to nobody who is not told. */
    venue_sealed: Blob | null;
    venue_rev: Generated<number>;
    rev: number;
    changed_at: string;
  };

  /* talks */
  /** One talk before a review, from being asked for to having been. */
  talks: { id: string; child_id: string; began_at: string };
  /** What happened to it, one row each; where it stands is read from them (talks/workflow.ts). */
  talk_steps: {
    id: string;
    talk_id: string;
    child_id: string;
    /** Which of its steps it is, from 0. */
    place: number;
    action: string;
    /** Null: the child did it. */
    staff_id: string | null;
    cover_id: string | null;
    /** The child's visit: by the card alone only that one can take it back. */
    session_id: string | null;
    assurance: string;
    /** Born with the page it was picked on: the same picked twice is once. */
    submission_id: string | null;
    digest: string | null;
    /** Of a talk that is set: its day. */
    day_on: string | null;
    /** By which way, which times, where, and a word: together. */
    body_sealed: Blob | null;
    rev: number;
    made_at: string;
  };

  /* introductions */
  /** "I said hello": by what way and on which day; by one person once. */
  hellos: {
    id: string;
    child_id: string;
    staff_id: string;
    cover_id: string | null;
    way: string;
    said_on: string;
    made_at: string;
  };
  /** What somebody wrote to the child because this IRO leaves. */
  hand_overs: {
    id: string;
    child_id: string;
    leaving_id: string;
    /** Who wrote it: the one who leaves, or a manager. */
    by_id: string;
    body_sealed: Blob;
    rev: number;
    changed_at: string;
  };
  /** In which visits a child was shown that this person is their new IRO. */
  hand_over_sights: { id: string; child_id: string; staff_id: string; session_id: string; seen_at: string };

  /* consultations */
  drafts: {
    /** Also the submission's id: born here, travels in every form (decision 13). */
    id: string;
    review_id: string | null;
    about_child_id: string;
    /** `child`, or `contributor`: then `author_id` is the contact. */
    author: string;
    author_id: string;
    /** The worker who writes down what somebody said by telephone or on paper. */
    entered_by: string | null;
    /** Set when a card alone opened the visit: then only that session sees it again. */
    session_id: string | null;
    language: string;
    band: string;
    form: string;
    form_version: number;
    body_sealed: Blob;
    rev: number;
    started_at: string;
    saved_at: string;
    sent_at: string | null;
  };
  contributions: {
    id: string;
    submission_id: string;
    version: number;
    /** Keyed hash of the answers: the same words sent twice are the same submission. */
    digest: string;
    review_id: string | null;
    about_child_id: string;
    author: string;
    author_id: string;
    entered_by: string | null;
    helper_sealed: Blob | null;
    /** How it was given: `online`, `phone`, `paper` or `meeting`; the last three were entered by a worker. */
    channel: Generated<string>;
    /** The day it was given, when not online. */
    given_on: string | null;
    assurance: string;
    language: string;
    band: string;
    form: string;
    form_version: number;
    sent_at: string;
  };
  answers: {
    id: string;
    contribution_id: string;
    child_id: string;
    position: number;
    /** only_iro, tell or at_my_review (decision 8); of an adult: iro, or restricted */
    audience: string;
    state: string;
    /** The question as it was asked, and the answer, together. */
    body_sealed: Blob;
    rev: number;
  };
  /** "The IRO tells them and ticks when, and the child sees that." */
  tellings: {
    id: string;
    answer_id: string;
    contact: string;
    contact_id: string;
    told_at: string | null;
    told_by: string | null;
  };
  openings: { id: string; contribution_id: string; staff_id: string; cover_id: string | null; opened_at: string };
  notes: {
    id: string;
    contribution_id: string;
    child_id: string;
    staff_id: string;
    body_sealed: Blob;
    rev: number;
    made_at: string;
    changed_at: string;
  };

  /* break-glass */
  /** One child opened to somebody who does not have them: by two people for an hour at most, or to take over a worry. */
  break_glass: {
    id: string;
    child_id: string;
    asker_id: string;
    /** Why, in the asker's own words, with the child's key. */
    reason_sealed: Blob;
    rev: number;
    /** For how long it was asked. */
    minutes: number;
    asked_at: string;
    /** The second person; never the one who asks. */
    approver_id: string | null;
    approved_at: string | null;
    ends_at: string | null;
    /** Ended, refused or taken back before its time, and by whom. */
    ended_at: string | null;
    ended_by: string | null;
    /** The cover by which one named person took over a worry; then nobody approves. */
    cover_id: string | null;
    /** When whoever has the child had seen that it happened. */
    seen_at: string | null;
    seen_by: string | null;
  };

  /* imports */
  imports: {
    id: string;
    digest: string;
    source_system: string;
    state: string;
    started_at: string;
    applied_at: string | null;
    files: number;
    rows: number;
  };
  staged_rows: {
    id: string;
    import_id: string;
    entity: string;
    file: string;
    line: number;
    key_index: string;
    row_index: string;
    outcome: string;
    row_sealed: Blob;
    /** Its place in the import. */
    slice: number;
  };
  /** Which record of which case system became which of ours; a source id is always kept with its system. */
  source_records: {
    id: string;
    source_system: string;
    entity: string;
    key_index: string;
    key_sealed: Blob;
    record_id: string;
    row_index: string;
    seen_import: string;
    missing_since: string | null;
  };

  /* erasing */
  /** The receipt of each erasure, and what a restore of an older copy replays. */
  erasures: {
    id: string;
    child_id: string;
    erased_at: string;
    /** Who did it: a command's name, or a job's. */
    erased_by: string;
    reason_sealed: Blob;
    /** Table to number of rows, as JSON. */
    counts: string;
    /** The day the last backup that holds the wrapped keys ages out. */
    opens_until: string;
  };
};

export type TableName = keyof Tables;
