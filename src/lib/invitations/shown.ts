import type { InvitationForm } from './invitation.ts';

/**
 * How long after sending somebody sees their own words again, and can change them, in hours (security.md 6.2): what is
 * written at home lies in a mailbox that others may come by.
 */
const shownHours: Readonly<Record<InvitationForm, number>> = { parent: 24, carer: 24, professional: 30 * 24 };

/** Until when what was sent at `sentAt` (ISO) is shown to its author. */
export const shownUntil = (form: InvitationForm, sentAt: string): Date =>
  new Date(Date.parse(sentAt) + shownHours[form] * 3600_000);

/** Whether what was sent at `sentAt` (ISO) is still shown to its author. */
export const isShown = (form: InvitationForm, sentAt: string, now: Date): boolean => now < shownUntil(form, sentAt);
