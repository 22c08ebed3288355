import { askedWhole } from '#lib/contributing/asked-words.ts';
import { blanks } from '#lib/home/blanks.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { ownAsked } from '#lib/requests/asked-about.server.ts';
import { beside } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** What became of one thing this adult asked for: each step with name and day, and the answer with its reason. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx, words } = locals;
  const { childId } = await ownInvitation(ctx);
  const own = await ownAsked(ctx, childId, params.id);
  return {
    say: words.section('views', blanks).asking,
    one: askedWhole(words, own, ctx.now),
    urgent: own.answered ? null : beside(words, 'views:asking.urgent')
  };
};
