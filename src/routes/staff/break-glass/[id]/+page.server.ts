import { redirect, type Actions } from '@sveltejs/kit';
import { endNow, markSeen } from '#lib/break-glass/deciding.server.ts';
import { emergencyInWords, namesIn } from '#lib/break-glass/emergency-words.ts';
import { emergency } from '#lib/break-glass/reading.server.ts';
import { momentInWords } from '#lib/inbox/wording.ts';
import { timeInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx, words } = locals;
  const one = await emergency(ctx, params.id);
  const names = namesIn(one);
  const until = one.endsAt === null ? '' : timeInWords(words.language, one.endsAt);
  const when = momentInWords(words, one.approvedAt ?? one.askedAt, ctx.now);
  const { actor } = ctx;
  const decides = actor.kind === 'staff' && actor.roles.some((role) => role === 'manager' || role === 'admin');
  return {
    say: words.section('break-glass', { ...names, when, until, count: one.minutes }).one,
    title: words.t(`break-glass:one.${one.state === 'taken-over' ? 'titleTakenOver' : 'title'}`, names),
    line: emergencyInWords(words, one, { when, until }),
    reason: one.reason,
    childPage: one.own && one.state === 'running' ? `/staff/children/${one.childId}` : null,
    mayEnd: one.mayEnd && (one.state === 'running' || one.state === 'asked'),
    maySee: !one.mayEnd && !one.mayDecide && one.seenAt === null,
    isSeen: one.seenAt !== null,
    back: decides ? '/staff/break-glass' : '/staff',
    backLabel: words.t(`break-glass:one.${decides ? 'back' : 'backInbox'}`)
  };
};

export const actions: Actions = {
  end: async ({ locals, params }) => {
    await endNow(locals.ctx, params.id ?? '');
    redirect(303, `/staff/break-glass/${params.id}`);
  },
  seen: async ({ locals, params }) => {
    await markSeen(locals.ctx, params.id ?? '');
    redirect(303, '/staff');
  }
};
