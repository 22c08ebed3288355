import { childs, contributors, holders, readers, workers, writers, type Cell } from './row.ts';

const all = [...workers, 'staffByLink'] as const;
/** Whoever a list may name a child to: who has a part in what is urgent, late or nobody's. */
const named = ['manager', 'managerNoStepUp', 'breakGlass', 'teamDesk', 'dutyDesk', 'advocate'] as const;
const self = ['childByPin own', 'childOnOwnPhone own'] as const;

/**
 * Every sealed column (`table.column`, and a part of it where parts differ): who may ever be given what stands in it, by
 * whose it is. Whatever mark anybody else is given, in whatever answer, header, mail or log line, is a fault.
 * `kept`: no mark can stand there, and why.
 */
export type Sealed = Readonly<{ seenBy: readonly Cell[] } | { kept: string }>;

export const sealed: Readonly<Record<string, Sealed>> = {
  'children.first_name_sealed': {
    seenBy: [...contributors.map((who) => `${who} aboutChild`), ...readers, ...childs.map((who) => `${who} own`)]
  },
  'children.last_name_sealed': { seenBy: [...readers] },
  'children.known_as_sealed': {
    seenBy: [...readers, 'socialWorker own', ...named, ...childs.map((who) => `${who} own`), 'teamDesk own']
  },
  'children.born_sealed': { seenBy: [...readers] },
  'contacts.name_sealed': {
    seenBy: [...readers, ...writers.map((who) => `${who} inCircle`), ...contributors.map((who) => `${who} own`)]
  },
  'contacts.email_sealed': { seenBy: [...readers] },
  'contacts.phone_sealed': { seenBy: [...readers] },
  'contacts.postal_sealed': { seenBy: [...readers] },
  'reviews.venue_sealed': { seenBy: [...readers, 'carer aboutChild'] },
  'invitations.words_sealed reason': { seenBy: [...readers] },
  'invitations.words_sealed otherWay': { seenBy: [...readers] },
  'invitations.words_sealed note': { seenBy: [...readers, ...contributors.map((who) => `${who} own`)] },
  'answers.body_sealed private': { seenBy: [...readers, ...self] },
  'answers.body_sealed tell': { seenBy: [...readers, ...self] },
  'answers.body_sealed shared': { seenBy: [...readers, ...self] },
  'answers.body_sealed': { seenBy: [...readers, 'carer own'] },
  'drafts.body_sealed': { seenBy: [...self, 'parent own'] },
  'notes.body_sealed': { seenBy: [...readers] },
  'requests.body_sealed': { seenBy: [...readers, ...self, 'parent own'] },
  'requests.body_sealed advocate': { seenBy: [...self, 'advocate'] },
  'requests.body_sealed unsafe': { seenBy: [...readers, ...self, 'manager', 'managerNoStepUp', 'breakGlass', 'dutyDesk'] },
  // A different IRO: nobody who has the child.
  'requests.body_sealed past': { seenBy: [...self, 'manager', 'managerNoStepUp', 'breakGlass'] },
  'request_answers.body_sealed': { seenBy: [...readers, ...self] },
  'talk_steps.body_sealed': { seenBy: [...holders, ...self] },
  'iro_names.called_sealed': { seenBy: [...self] },
  'hand_overs.body_sealed': { seenBy: ['iro own', 'manager', 'managerNoStepUp', 'breakGlass', ...self] },
  'staff_pages.body_sealed': { seenBy: ['everybody themself', 'everybody theirs'] },
  'messages.body_sealed': { seenBy: [...readers, ...self] },
  'messages.body_sealed copy': { seenBy: [...readers, ...self, 'advocate'] },
  'messages.body_sealed adult': { seenBy: [...readers, 'parent own'] },
  'break_glass.reason_sealed': { seenBy: ['manager', 'managerNoStepUp', 'breakGlass', ...holders] },
  'call_backs.body_sealed': { seenBy: ['teamDesk', 'manager', 'managerNoStepUp', 'breakGlass'] },
  'call_back_tries.body_sealed': { seenBy: ['teamDesk', 'manager', 'managerNoStepUp', 'breakGlass'] },
  'rating_words.body_sealed': { seenBy: ['manager', 'managerNoStepUp', 'breakGlass'] },
  // "You said, we did": for every child, and where managers write it.
  'rating_changes.body_sealed': { seenBy: [...childs, 'manager', 'managerNoStepUp', 'breakGlass'] },
  'ratings.body_sealed': { kept: 'codes of choices, about whom and in which band; no words' },
  'rating_groups.body_sealed': { kept: 'counts' },
  'staff.name_sealed': { seenBy: [...all, 'everybody shownOpenly', 'everybody theirs'] },
  'staff.called_sealed': { seenBy: [...all, 'everybody shownOpenly', 'everybody theirs'] },
  'staff.email_sealed': { seenBy: [] },
  'staff.phone_sealed': { seenBy: ['everybody theirs', 'iro', 'cover', 'standIn', 'breakGlass'] },
  'attachments.content_sealed': {
    kept: 'a picture, made anew: nothing written in it is left. Who may fetch one is a row of the pages.'
  },
  'audit.detail_sealed': { kept: 'holds ids and counts only; a test of the audit holds it to that' },
  'contributions.helper_sealed': { kept: 'nothing writes it yet' },
  'installation.canary_sealed': { kept: 'a fixed word that proves the keys' },
  'outbox.payload_sealed': { kept: 'ids only; what is sent is a row of the mails' },
  'erasures.reason_sealed': { kept: 'written and read by commands only' },
  'kept_words.body_sealed': { kept: 'the words of a page, for whoever wrote them: with a mark as soon as something writes them' },
  'source_records.key_sealed': { kept: 'read by commands only: a row of the commands' },
  'staged_rows.row_sealed': { kept: 'read by commands only, and gone when the import is done: a row of the commands' }
};
