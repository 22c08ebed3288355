import { recordLook } from '#lib/audit/audit.server.ts';
import { firstNameOf } from '#lib/children/children.server.ts';
import type { ContactRelation } from '#lib/children/contact.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { askedAs, type AskedAs } from '#lib/invitations/roles.server.ts';
import { usualQuestions } from '#lib/invitations/usual.ts';
import { allow } from '#lib/relations.server.ts';

/** For whom a worker writes down what they say, and what they are asked unless the worker has other questions at hand. */
export type EnteringSheet = Readonly<{
  contactId: string;
  name: string;
  relation: ContactRelation;
  /** The child's first name, as the questions say it. */
  child: string;
  asked: AskedAs;
}>;

/** Also for somebody who was not asked, or is not asked here: they are heard another way. `not-found` but for IRO and cover. */
export async function enteringSheet(ctx: Context, childId: string, contactId: string): Promise<EnteringSheet> {
  return within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'views.enter', childId);
    const contact = await contactOf(ctx, contactId);
    if (contact?.childId !== childId) throw notFound();
    await recordLook(ctx, { verb: 'views.enter', subject: 'contact', subjectId: contactId, childId, onBehalf: coverId });
    const asked = (await askedAs(ctx, childId)).get(contactId);
    return {
      contactId,
      name: contact.name,
      relation: contact.relation,
      child: await firstNameOf(ctx, childId),
      asked: asked ?? { ...usualQuestions[contact.relation], language: 'en' }
    };
  });
}
