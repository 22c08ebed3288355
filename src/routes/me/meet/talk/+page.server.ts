import { fail, redirect, type Actions } from '@sveltejs/kit';
import { dayOf, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { unsentWords } from '#lib/home/asking.ts';
import { blanks } from '#lib/home/blanks.ts';
import type { Reader } from '#lib/home/home.ts';
import { shownBy, talkKept, timesToPick } from '#lib/home/meeting.server.ts';
import { emptyTalk, readTalkPost, readTime, timesIn } from '#lib/home/talk-form.ts';
import { pickedInWords, talkInWords } from '#lib/home/talk-words.ts';
import { childHere } from '#lib/home/way.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { kinds } from '#lib/requests/kinds.ts';
import { doorsFor } from '#lib/requests/ready.server.ts';
import { dropKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { askTalk, cancelTalk, takeOffered } from '#lib/talks/asking.server.ts';
import { mayDecline, ownTalk } from '#lib/talks/own.server.ts';
import { ways } from '#lib/talks/talk.ts';
import { beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** A talk with the IRO: picked, changed or called off. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, reader, council } = locals;
  const talk = await ownTalk(ctx, childHere(ctx));
  const { times } = await shownBy(ctx, reader.readsNow, reader.band);
  const { on: reviewOn } = await nextReview(ctx, childHere(ctx));
  const { days, parts, before } = timesToPick(times, ctx.now, reviewOn);
  const said = talkInWords(words, talk, ctx.now, dayOf(ctx.now));
  const declines = talk?.mayDecline ?? mayDecline(ctx, undefined);
  const say = words.section('meet', { ...blanks, before: '', part: '', from: '', to: '' });
  return {
    say: {
      ...say.talk,
      lead: words.t(`meet:talk.${leadOf(reader, before)}`),
      sending: words.t('ask:sending'),
      over: words.t('answers:field.over')
    },
    title: say.line.title,
    face: reader.readsNow,
    talk: said && talk ? { ...said, id: talk.id, mayCancel: talk.mayCancel, shown: talk.shown } : null,
    picked: pickedInWords(words, talk, ctx.now),
    who: beside(words, reader.readsNow ? 'meet:talk.who' : 'meet:talk.whoTeam'),
    safe: beside(words, 'meet:talk.safe'),
    cardOnly: ctx.actor.assurance === 'card' ? beside(words, 'meet:talk.cardOnly') : null,
    empty: emptyTalk(ctx.ids()),
    kept: await talkKept(ctx, url.pathname),
    unsent: unsentWords(words, council),
    // Nothing to pick, and one press: a request like any other. Not while a talk is going on.
    ask: said?.open ? null : await askingAt(ctx),
    declines,
    ways: [...ways, ...(declines ? ['not-now' as const] : [])].map((way) => ({ way, label: say.talk.ways[way] })),
    rows: [1, 2, 3].map((at) => ({ day: words.t('meet:talk.day', { at }), part: words.t('meet:talk.part', { at }) })),
    days: days.map((on) => ({ on, label: dayInWords(words.language, on, ctx.now) })),
    parts: parts.map((part) => ({ part, label: say.talk.parts[part] })),
    here: url.pathname
  };
};

/** With whom it is, and that it is before the review only where that can be picked. */
const leadOf = ({ readsNow }: Reader, before: boolean): string => (readsNow ? (before ? 'lead' : 'leadAnyDay') : 'leadTeam');

/** To ask for a talk and leave the rest to the IRO; null where nobody would get it. Its id is born here (decision 13). */
async function askingAt(ctx: Context) {
  const { kinds: open } = await doorsFor(ctx, childHere(ctx));
  return open.has('talk') ? { id: ctx.ids(), action: `/me/ask/${kinds.talk.page}?/send` } : null;
}

const keyOf: Readonly<Record<string, string>> = {
  ...{ 'way missing': 'way', 'times past': 'past', 'times too-far': 'times', 'times too-many': 'times' },
  ...{ 'where too-long': 'where', 'talk past': 'past' }
};

/** What is wrong with what was picked, by field; null: it is no fault of the page. */
function problemsOf(words: Words, error: unknown) {
  if (!(error instanceof Refusal)) return null;
  if (error.problem !== 'invalid') return ['full', 'busy'].includes(error.problem) ? {} : null;
  return Object.fromEntries(
    Object.entries(error.fields).map(([field, why]) => [
      field,
      words.t(`meet:talk.problems.${keyOf[`${field} ${why}`] ?? 'talk'}`)
    ])
  );
}

/** What is there no more is nothing to be told off for: the page shows how it stands now. */
async function asItStands(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem !== 'not-found') throw error;
  }
}

export const actions: Actions = {
  send: async ({ request, locals, url }) => {
    const { ctx, words } = locals;
    const typed = readTalkPost(await request.formData());
    const [times, { way, id, where }] = [timesIn(typed), typed];
    const early: Record<string, string> = {
      ...(way === null && { way: words.t('meet:talk.problems.way') }),
      ...(times === null && way !== 'not-now' && { times: words.t('meet:talk.problems.times') })
    };
    if (way === null || Object.keys(early).length > 0) return fail(400, { typed, problems: early, changed: null });
    try {
      const none = way === 'not-now';
      await askTalk(ctx, { id, way, times: none ? [] : (times ?? []), where: none ? null : where });
      await dropKept(ctx, url.pathname);
    } catch (error) {
      const problems = problemsOf(words, error);
      if (problems === null || !(error instanceof Refusal)) throw error;
      return fail(error.status, { typed, problems, changed: null });
    }
    redirect(303, mayShowThatHeard(ctx.actor) ? '/me/meet/talk' : '/me/sent');
  },
  take: async ({ request, locals }) => {
    const data = await request.formData();
    try {
      await asItStands(() => takeOffered(locals.ctx, String(data.get('talk') ?? ''), readTime(data)));
    } catch (error) {
      const changed = Object.values(problemsOf(locals.words, error) ?? {})[0];
      if (changed === undefined || !(error instanceof Refusal)) throw error;
      return fail(error.status, { typed: null, problems: null, changed });
    }
    redirect(303, '/me/meet/talk');
  },
  cancel: async ({ request, locals }) => {
    const data = await request.formData();
    await asItStands(() => cancelTalk(locals.ctx, String(data.get('talk') ?? '')));
    redirect(303, '/me/meet/talk');
  }
};
