import type { Context } from '#lib/context.ts';
import { alertsOn } from '#lib/journeys/alert.ts';
import { next } from '#lib/journeys/walk.ts';
import type { SaidTo } from '#lib/requests/request.ts';
import { mayShowOwnWords } from '#lib/sign-in/session.ts';
import { wayOf } from './way.server.ts';

/**
 * What a child has just answered on this page of their form that says they may not be safe, and where their way goes on.
 * `said` is empty where it may not be shown: help is never kept back for want of a PIN.
 */
export async function alertBehind(ctx: Context, code: string | null, from: string | null) {
  const way = code === null ? null : await wayOf(ctx);
  const page = way?.form.pages.find((one) => one.code === code);
  if (!way || !page) return null;
  const shown = way.draft.sentAt === null || mayShowOwnWords(ctx.actor, ctx.now);
  const said = alertsOn(page, way.progress).flatMap(({ question }): SaidTo[] => {
    const kept = way.draft.body.answers[question.code];
    return kept && shown ? [{ asked: kept.asked, answer: kept.answer }] : [];
  });
  const onward = from === 'check' ? null : next(way.form, way.progress, page.code);
  const onwardTo = from === 'check' ? '/me/check' : onward ? `/me/say/${onward.code}` : '/me/who';
  return { page: page.code, said, onwardTo };
}
