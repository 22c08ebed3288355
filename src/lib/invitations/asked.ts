import type { ContactFull } from '#lib/children/contact.ts';
import type { InvitationForm, InvitationState, InvitationWay, InvitationWords, Part, ProfessionalRole } from './invitation.ts';
import type { Usual, Ways } from './usual.ts';

/** One time it was sent, sent again or printed. `by` is the worker's id; `failed`: it could not be sent. */
export type Sending = Readonly<{ way: InvitationWay; at: string; by: string; failed: boolean }>;

/** What holds for somebody about the next review: how they are asked, and what became of it. */
export type Standing = Readonly<{
  id: string;
  part: Part;
  form: InvitationForm;
  role: ProfessionalRole | null;
  way: InvitationWay;
  language: string;
  tellsDay: boolean;
  tellsVenue: boolean;
  words: InvitationWords;
  /** Words were written and do not open: they are shown as none. */
  shut: boolean;
  madeAt: string;
  withdrawnAt: string | null;
  openedAt: string | null;
  /** The newest first. */
  sendings: readonly Sending[];
  /** A letter whose code still opens the door. */
  letter: Readonly<{ id: string; endsAt: string }> | null;
}>;

/** What somebody gave ahead of the next review, whether or not they were asked: the newest. */
export type Given = Readonly<{ id: string; at: string; readAt: string | null; readBy: string | null; channel: string }>;

/** One person around the child, for whoever asks them. */
export type AskedPerson = ContactFull &
  Readonly<{
    ways: Ways;
    usual: Usual;
    /** Null: nobody has asked them about the next review. */
    standing: Standing | null;
    state: InvitationState | 'not-asked';
    /** When they last saved something they have not sent. */
    beganAt: string | null;
    given: Given | null;
  }>;

/** Everybody, and what holds for the child. */
export type PeopleAsked = Readonly<{
  people: readonly AskedPerson[];
  hidden: boolean;
  reviewId: string | null;
  venue: string | null;
}>;

export type AskedCounts = Readonly<{ asked: number; sent: number; unopened: number }>;

/** Figures for the child's sheet: who was asked (and not by being left out), who sent, who has not even looked. */
export function countsOf(people: readonly Pick<AskedPerson, 'state' | 'ended' | 'given'>[]): AskedCounts {
  const here = people.filter(({ ended, given }) => !ended || given !== null);
  const many = (...states: AskedPerson['state'][]) => here.filter(({ state }) => states.includes(state)).length;
  return {
    asked: many('not-sent', 'invited', 'opened', 'began', 'sent', 'read'),
    sent: many('sent', 'read'),
    unopened: many('invited')
  };
}

/**
 * Whether one press for everybody may ask this person: nobody asked them yet, the case system allows it, and nothing about
 * them has to be thought over first (family of a child whose address is hidden, and whoever was left out of the review
 * before or gave views only, are asked one by one).
 */
export const askedByOnePress = ({ state, mayInvite, ended, usual }: AskedPerson): boolean =>
  state === 'not-asked' && mayInvite && !ended && usual.part === 'invited';
