import { contactsAround } from '#lib/children/contacts.server.ts';
import type { Context } from '#lib/context.ts';
import { isInvitationForm } from '#lib/invitations/invitation.ts';
import { askedAs } from '#lib/invitations/roles.server.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { isChannel, type Giver } from './giver.ts';

type Row = Readonly<{
  author: string;
  author_id: string;
  about_child_id: string;
  entered_by: string | null;
  channel: string;
  given_on: string | null;
  form: string;
}>;

/** Who gave a contribution; null when it is the child's own. Asks no permission: its callers are verbs that did. */
export async function giverOf(ctx: Context, row: Row): Promise<Giver | null> {
  if (row.author === 'child') return null;
  const contact = (await contactsAround(ctx, row.about_child_id)).find(({ id }) => id === row.author_id);
  const asked = (await askedAs(ctx, row.about_child_id)).get(row.author_id);
  const entered = row.entered_by === null ? null : (await staffCards(ctx, [row.entered_by])).get(row.entered_by);
  return {
    contactId: row.author_id,
    name: contact?.name ?? '',
    relation: contact?.relation ?? 'other',
    form: isInvitationForm(row.form) ? row.form : (asked?.form ?? 'parent'),
    role: asked?.role ?? null,
    channel: isChannel(row.channel) ? row.channel : 'online',
    givenOn: row.given_on,
    enteredBy: row.entered_by === null ? null : (entered?.name ?? '')
  };
}
