/**
 * The verbs of the log that are a look: somebody was shown what is protected. Recorded once for an item, viewer and hour
 * (`recordLook`). Who looked at a child (`/me/looked`, the worker's page of a child) is read from these; so is what counts
 * as unusual (`unusual.ts`).
 */
export type Shown =
  /** What the child, or somebody around them, said ahead of a review. */
  | 'views'
  /** What somebody asked for, and what was answered. */
  | 'request'
  /** What somebody wrote to the IRO, and what was answered. */
  | 'message'
  /** The child's record: names, dates, who is around them. */
  | 'child'
  /** The people around the child, with how they are reached. */
  | 'people'
  /** A way in: a letter with its code. */
  | 'code'
  /** A list with the names of many children or callers. */
  | 'list';

export const looks = {
  'contribution.read': 'views',
  'contribution.print': 'views',
  'views.compare': 'views',
  'views.enter': 'people',
  'request.read': 'request',
  'request.see-asked': 'request',
  'message.read': 'message',
  'message.read-copy': 'message',
  // Not a word of what was written: that it was asked for.
  'message.read-late': 'request',
  'call-back.read': 'request',
  'call-back.list': 'list',
  'not-told.see': 'list',
  'talk.read': 'request',
  'child.see': 'child',
  'hand-over.see': 'child',
  'card.see': 'child',
  'invitation.see': 'people',
  'letter.see': 'code',
  'caseload.see': 'list',
  'inbox.see': 'list',
  'desk.see': 'list',
  'team.see': 'list',
  'card.list': 'list',
  'emergency.find': 'list',
  'emergency.list': 'list',
  /* by those whose own words they are */
  'contribution.see-own': 'views',
  'views.see-own': 'views',
  'views.see-draft': 'views',
  'draft.see': 'views',
  'request.see-own': 'request',
  'message.see-own': 'message',
  'message.see-about': 'message'
} as const satisfies Readonly<Record<string, Shown>>;

export type Look = keyof typeof looks;

export const isLook = (verb: string): verb is Look => Object.hasOwn(looks, verb);
