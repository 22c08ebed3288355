import { record } from '#lib/audit/audit.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import type { InvitationForm, ProfessionalRole } from '#lib/invitations/invitation.ts';
import { adultAnswered, type AdultAnswers } from '#lib/journeys/adult.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import { allow } from '#lib/relations.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import type { Receipt } from './contribution.ts';
import type { GivenView } from './contributor-draft.ts';
import { formOf } from './contributor-drafts.server.ts';
import { keepSubmission } from './contributor-rows.server.ts';
import { announce } from './contributor-sending.server.ts';
import type { Channel } from './giver.ts';
import * as store from './store.server.ts';

/** What somebody said by telephone or at a meeting, or sent on paper, as a worker writes it down. */
export type Entered = Readonly<{
  contactId: string;
  form: InvitationForm;
  /** Of a professional. */
  role: ProfessionalRole | null;
  /** By question code. */
  answers: Readonly<Record<string, GivenView>>;
  channel: Exclude<Channel, 'online'>;
  /** The day it was given (`YYYY-MM-DD`), today or before. */
  givenOn: string;
  language: string;
  /** Born with the page it was typed on: posted twice it is one (decision 13). A UUID. */
  submissionId: string;
}>;

/**
 * Writes down for a contributor what they gave in another way. It is theirs, and everywhere shown as written down by this
 * worker. Who typed it has read it; it comes into somebody's inbox only when somebody else has the child now. The same
 * words again give the same receipt. `not-found` for a person around no child of the worker's; `invalid` with the field and why:
 * `send` `nothing-said`, `givenOn` `missing` or `future`, or a question's code.
 */
export async function enterFor(ctx: Context, given: Entered): Promise<Receipt> {
  return within(ctx, async (ctx) => {
    const { contactId } = given;
    const contact = await contactOf(ctx, contactId);
    const { coverId, held } = await allow(ctx, 'views.enter', contact?.childId ?? null);
    if (!contact || ctx.actor.kind !== 'staff' || !isUuid(given.submissionId)) throw notFound();
    const { childId } = contact;
    await lockName(ctx.db, `draft:${contactId}`);
    const { answers, channel, givenOn, language } = given;
    const views = viewsIn(given);
    refuseUnfit(ctx, given, views);
    const form = formOf(given);
    const staffId = ctx.actor.id;
    const { again, ...receipt } = await keepSubmission(ctx, {
      ...{ id: given.submissionId, childId, contactId, form, language },
      ...{ views: views.flatMap(({ code }) => answers[code] ?? []), channel, givenOn, enteredBy: staffId }
    });
    if (again) return receipt;
    const standsIn = held.has('allocated') ? null : coverId;
    await store.insertOpening(ctx, {
      id: ctx.ids(),
      contribution_id: receipt.contributionId,
      staff_id: staffId,
      cover_id: standsIn,
      opened_at: ctx.now.toISOString()
    });
    if ((await holderOf(ctx, childId)).personId !== staffId) await announce(ctx, childId, receipt.contributionId);
    const act = { verb: 'views.enter', subject: 'contribution', subjectId: receipt.contributionId, childId };
    await record(ctx, { ...act, reason: channel, onBehalf: standsIn });
    return receipt;
  });
}

/** The questions of this person that were answered, in the order asked. */
function viewsIn(given: Entered) {
  const answers: AdultAnswers = Object.fromEntries(Object.entries(given.answers).map(([code, { answer }]) => [code, answer]));
  const answered = adultAnswered(formOf(given), given.role, answers);
  return answered.map(({ question, answer }) => ({ code: question.code, fits: answerFits(question, answer, answers) }));
}

function refuseUnfit(ctx: Context, { answers, givenOn }: Entered, views: ReturnType<typeof viewsIn>): void {
  const fields: Record<string, string> = {};
  const asked = views.map(({ code }) => code);
  for (const code of Object.keys(answers)) if (!asked.includes(code)) throw notFound();
  for (const { code, fits } of views) if (!fits) fields[code] = 'invalid';
  if (views.length === 0) fields['send'] = 'nothing-said';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(givenOn) || Number.isNaN(Date.parse(givenOn))) fields['givenOn'] = 'missing';
  else if (givenOn > dayOf(ctx.now)) fields['givenOn'] = 'future';
  if (Object.keys(fields).length > 0) throw new Refusal('invalid', { fields });
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
