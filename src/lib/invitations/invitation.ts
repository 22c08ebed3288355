import type { EntryWay } from '#lib/context.ts';

/**
 * What part somebody has in a review. `invited`: asked for their views, and to come; `views-only`: asked for their views;
 * `excluded`: not asked here, by the IRO's recorded reason and with another way to be heard (domain.md 7.6).
 */
export const parts = ['invited', 'views-only', 'excluded'] as const;
export type Part = (typeof parts)[number];

/** Which questions they are asked: sets F, G and H of domain.md. */
export const invitationForms = ['parent', 'carer', 'professional'] as const;
export type InvitationForm = (typeof invitationForms)[number];

/** What a professional is to the child: which questions of set H they are asked. */
export const professionalRoles = ['school', 'health', 'social-worker', 'advocate', 'police', 'other'] as const;
export type ProfessionalRole = (typeof professionalRoles)[number];

/** By what they are asked. `none`: somebody asks them in person and writes it down. */
export const invitationWays = ['email', 'text', 'letter', 'none'] as const;
export type InvitationWay = EntryWay | 'none';

/** Where an invitation stands, read from what happened. Words for it are in `staff:people.state`. */
export type InvitationState = 'not-sent' | 'invited' | 'opened' | 'began' | 'sent' | 'read' | 'withdrawn' | 'excluded';

export type StateFacts = Readonly<{
  part: Part;
  withdrawnAt: string | null;
  sendings: number;
  openedAt: string | null;
  beganAt: string | null;
  sentAt: string | null;
  readAt: string | null;
}>;

export function stateOf(facts: StateFacts): InvitationState {
  // What was sent stays what it is, whatever became of the invitation.
  if (facts.readAt !== null) return 'read';
  if (facts.sentAt !== null) return 'sent';
  if (facts.part === 'excluded') return 'excluded';
  if (facts.withdrawnAt !== null) return 'withdrawn';
  if (facts.beganAt !== null) return 'began';
  if (facts.openedAt !== null) return 'opened';
  return facts.sendings > 0 ? 'invited' : 'not-sent';
}

/** What the IRO wrote about an invitation: sealed together. */
export type InvitationWords = Readonly<{
  /** Why they give views only, or are not asked: for staff. */
  reason: string;
  /** By what other way somebody who is excluded is heard: for staff. */
  otherWay: string;
  /** A sentence for them, shown on their own page and in their letter. */
  note: string;
}>;

export const noWords: InvitationWords = { reason: '', otherWay: '', note: '' };

/** An invitation as the person who has it meets it: nothing of anybody else is in it. */
export type OwnInvitation = Readonly<{
  id: string;
  contactId: string;
  childId: string;
  form: InvitationForm;
  role: ProfessionalRole | null;
  part: Part;
  language: string;
  /** The child's first name: not what they like to be called, which is theirs to tell. */
  child: string;
  /** The person's own name. */
  name: string;
  reviewId: string | null;
  /** The day of the review; null: not known, or not theirs to know. */
  day: string | null;
  /** Where it is; null: not known, or not theirs to know. */
  venue: string | null;
  note: string;
}>;

export const isPart = (text: string): text is Part => parts.some((part) => part === text);
export const isInvitationForm = (text: string): text is InvitationForm => invitationForms.some((form) => form === text);
export const isRole = (text: string | null): text is ProfessionalRole => professionalRoles.some((role) => role === text);
export const isWay = (text: string): text is InvitationWay => invitationWays.some((way) => way === text);
