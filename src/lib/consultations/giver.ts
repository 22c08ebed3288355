import type { ContactRelation } from '#lib/children/contact.ts';
import type { InvitationForm, ProfessionalRole } from '#lib/invitations/invitation.ts';

/** How something was given. All but `online` were entered by a worker. */
export const channels = ['online', 'phone', 'paper', 'meeting'] as const;
export type Channel = (typeof channels)[number];

export const isChannel = (text: string): text is Channel => channels.some((channel) => channel === text);

/** The adult who gave a contribution, as staff know them, and how it came to be here. */
export type Giver = Readonly<{
  contactId: string;
  /** Empty when it cannot be opened. */
  name: string;
  relation: ContactRelation;
  form: InvitationForm;
  role: ProfessionalRole | null;
  channel: Channel;
  /** The day it was given, when not online. */
  givenOn: string | null;
  /** The worker who entered it for them; null: they sent it themselves. */
  enteredBy: string | null;
}>;

/** Side by side: the child's own words first, then those who look after the child, parents, professionals. */
export const formOrder = ['carer', 'parent', 'professional'] as const satisfies readonly InvitationForm[];
