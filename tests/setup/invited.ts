import { saveContact } from '#lib/children/children.server.ts';
import type { ContactRelation } from '#lib/children/contact.ts';
import { saveViews, seeViews } from '#lib/consultations/contributor-drafts.server.ts';
import type { GivenView, ViewsDraft } from '#lib/consultations/contributor-draft.ts';
import type { Context } from '#lib/context.ts';
import type { Asking } from '#lib/invitations/asking.ts';
import { invitationWays, noWords } from '#lib/invitations/invitation.ts';
import { invite } from '#lib/invitations/inviting.server.ts';
import { pagesFor } from '#lib/journeys/adult.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import type { AdultPage } from '#lib/journeys/form.ts';
import { wordsFor } from '#locales/words.ts';
import type { Cast } from './cast.ts';

/** How a parent is asked, unless a test says otherwise. */
export const asParent: Asking = {
  ...{ part: 'invited', form: 'parent', role: null, way: 'none', language: 'en' },
  ...{ tellsDay: true, tellsVenue: false, words: noWords }
};

/** Somebody around a child, asked for their views by whoever has the child. Gives their contact's id. */
export async function asksOf(
  t: Cast,
  who: Readonly<{ childId: string; name: string; relation: ContactRelation; iro?: string; asking?: Partial<Asking>; id?: string }>
): Promise<string> {
  const { childId, name, relation } = who;
  const id = who.id ?? (await saveContact(t.cmd(), { childId, name, relation, mayInvite: true }));
  await invite(
    t.asStaff(who.iro ?? t.sam),
    id,
    { ...asParent, ...who.asking },
    {
      offered: invitationWays,
      sure: { venue: true, note: null }
    }
  );
  return id;
}

/** What somebody who was asked does, in one of their visits. */
export const contributor = (t: Cast, contactId: string, childId: string, sessionId = 'a-visit'): Context =>
  t.as({ kind: 'contributor', id: contactId, childId, sessionId, assurance: 'email' });

const words = wordsFor({ language: 'en', band: 'adult', values: { child: 'Robin', iro: 'Sam', review: 'review' } });

/** Answers questions as their pages would: what belongs to one page is saved in one step. */
export async function writes(
  ctx: Context,
  said: Readonly<Record<string, unknown>>,
  how: Readonly<{ draftId?: string; restricted?: GivenView['restricted']; done?: boolean }> = {}
): Promise<ViewsDraft> {
  const { form, invitation, draft } = await seeViews(ctx);
  let last: ViewsDraft | null = draft;
  for (const page of pagesFor(form, invitation.role)) {
    const answers = Object.fromEntries(
      page.questions
        .filter(({ code }) => code in said)
        .map(({ code }) => [code, said[code] === null ? null : viewOf(form, page, code, said[code], how.restricted ?? [])])
    );
    if (Object.keys(answers).length === 0) continue;
    const change = { page: page.code, answers, ...(how.done !== undefined && { done: how.done }) };
    last = await saveViews(ctx, how.draftId ?? last?.id ?? null, 'en', change);
  }
  if (!last) throw new Error('no page asks any of these');
  return last;
}

function viewOf(
  form: Parameters<typeof askedOf>[1],
  page: AdultPage,
  code: string,
  value: unknown,
  restricted: GivenView['restricted']
): GivenView {
  const question = page.questions.find((one) => one.code === code);
  if (!question) throw new Error(`${page.code} does not ask ${code}`);
  return { answer: { value, unsure: false }, asked: askedOf(words, form, page, question, 'adult'), restricted };
}
