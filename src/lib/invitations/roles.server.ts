import { contactOf } from '#lib/children/contacts.server.ts';
import type { Context } from '#lib/context.ts';
import { isInvitationForm, isRole, type InvitationForm, type ProfessionalRole } from './invitation.ts';
import * as store from './store.server.ts';
import { isFamily } from './usual.ts';

/** As what somebody is asked: which questions, and of a professional in which role. */
export type AskedAs = Readonly<{ form: InvitationForm; role: ProfessionalRole | null; language: string }>;

/** As what each contact of this child was asked, by their newest invitation. Asks no permission: its callers are verbs. */
export async function askedAs(ctx: Context, childId: string): Promise<Map<string, AskedAs>> {
  const found = new Map<string, AskedAs>();
  for (const { contact_id, form, role, language } of await store.invitationsAbout(ctx, childId))
    if (!found.has(contact_id) && isInvitationForm(form))
      found.set(contact_id, { form, role: isRole(role) ? role : null, language });
  return found;
}

/** Whether what is written to this contact goes to family, who may not know where the child lives. Asks no permission. */
export async function isFamilyOf(ctx: Context, childId: string, contactId: string): Promise<boolean> {
  const contact = await contactOf(ctx, contactId);
  const asked = (await askedAs(ctx, childId)).get(contactId);
  // Nobody known: rather looked at once too often.
  return !contact || isFamily(contact.relation) || asked?.form === 'parent';
}
