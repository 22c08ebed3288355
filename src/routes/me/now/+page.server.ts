import { fail, redirect, type Actions } from '@sveltejs/kit';
import type { Actor, Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { alertBehind } from '#lib/home/alert-behind.server.ts';
import { unsentWords } from '#lib/home/asking.ts';
import { askingOf, keptOf, readRequestPost, sendAsked, type AskedHere } from '#lib/home/asking.server.ts';
import { saidOf } from '#lib/home/said.server.ts';
import { readingAs } from '#lib/home/way.server.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { isAnybodyAt } from '#lib/routing/items.server.ts';
import { afterSending } from '#lib/sign-in/devices/after-sending.server.ts';
import { dropKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { handedBy } from '#lib/sign-in/devices/kiosk.server.ts';
import { isHanded } from '#lib/sign-in/devices/late.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside, besideEach } from '#locales/beside.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

const kind = 'not-safe';

/**
 * Help first: numbers that answer. Only then, and apart from any form, "tell your IRO now" (decision 27). A council without
 * an out-of-hours number has nobody to answer at night, so its page shows numbers only.
 */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, reader, council } = locals;
  const asking = await askingOf(ctx, kind, words, reader);
  const behind = await alertBehind(ctx, url.searchParams.get('page'), url.searchParams.get('from'));
  const { outOfHoursPhone } = council;
  const onDuty = await isAnybodyAt(ctx, 'duty');
  return {
    ...asking,
    kept: await keptOf(ctx, url.pathname, kind, words, readingAs(reader).band),
    told: url.searchParams.has('told') ? await toldInWords(ctx, words) : null,
    say: { ...words.section('ask', { hours: council.officeHours }).now, sending: words.t('ask:sending'), more: '', moreHint: '' },
    beside: besideEach(words, 'ask:now', [
      ...(['title', 'lead', 'danger', 'outOfHours', 'office'] as const),
      ...(['wait', 'notEmergency', 'numbersOnly'] as const)
    ]),
    tick: tickOf(asking.tick, words, onDuty),
    to: toInWords(words, { onDuty, either: asking.tick !== null }),
    team: words.t('help:team'),
    leavingTitle: words.t('help:leaving.title'),
    leaving: Object.values(besideEach(words, 'help:leaving', ['leave', 'list', 'private'])),
    childlineName: words.t('common:childline'),
    outOfHours: outOfHoursPhone,
    office: council.officePhone || null,
    officeHours: council.officeHours,
    tells: outOfHoursPhone !== null && !asking.closed,
    page: behind?.page ?? null,
    onwardTo: behind?.onwardTo ?? null,
    about: behind?.said.map(({ asked, answer }) => ({ question: asked.question, said: saidOf(asked, answer) })) ?? [],
    face: reader.readsNow,
    field: fieldWords(words),
    problemWords: words.section('answers').problems,
    unsent: unsentWords(words, council)
  };
};

/**
 * Whom it goes to. `either`: it may be about the IRO, so nothing here says that they get it, whatever is ticked. Nobody is promised
 * who is not there.
 */
function toInWords(words: Words, { onDuty, either }: { onDuty: boolean; either: boolean }) {
  const part = either ? 'ask:now.either' : 'ask:now';
  return {
    ...besideEach(words, part, ['tell', 'apart']),
    goes: beside(words, `${part}.${onDuty ? 'goes' : 'goesNoDuty'}`),
    send: words.t(`${part}.send`),
    named: !either
  };
}

/** "This is about my IRO": there only where somebody else gets it. */
function tickOf(one: AskedHere | null, words: Words, onDuty: boolean) {
  const [option] = one?.question.options ?? [];
  if (!one || option === undefined) return null;
  return { one, option, hint: beside(words, onDuty ? 'ask:now.aboutHint' : 'ask:now.aboutHintNoDuty') };
}

/** On a worker's device: that it is sent, and that one may go on or give it back. */
async function toldInWords(ctx: Context, words: Words) {
  const name = await handedBy(ctx);
  if (name === null) return null;
  return { title: words.t('handed:sent'), text: words.t('handed:toldText', { name }) };
}

/**
 * Where a child goes once it is sent: to what becomes of it. On a worker's device back to the numbers, told that it is sent;
 * where somebody looks, to the page that says nothing.
 */
function afterAsking(actor: Actor, requestId: string, url: URL): string {
  if (mayShowThatHeard(actor)) return `/me/asked/${requestId}?sent`;
  if (actor.kind !== 'child' || actor.device !== 'handed') return '/me/sent';
  const page = url.searchParams.get('page');
  return `/me/now?told=1${page === null ? '' : `&page=${encodeURIComponent(page)}`}`;
}

export const actions: Actions = {
  /** Also where the page shows numbers only: what a child has sent is never thrown away. */
  send: async ({ request, locals, url, cookies }) => {
    const { ctx, words, reader } = locals;
    const { band } = readingAs(reader);
    const { id, said, typed, problems } = readRequestPost(await request.formData(), kind, words, band);
    const behind = await alertBehind(ctx, url.searchParams.get('page'), null);
    if (Object.keys(problems).length > 0) return fail(400, { id, typed, problems, problem: null });
    let requestId: string;
    try {
      ({ requestId } = await sendAsked(ctx, { id, kind, said, about: behind?.said ?? [], band, language: words.language }));
      await dropKept(ctx, url.pathname);
    } catch (error) {
      const nobodyElse = error instanceof Refusal && error.fields['send'] === 'nobody';
      if (!(error instanceof Refusal) || (!nobodyElse && !['full', 'busy'].includes(error.problem))) throw error;
      const problem = beside(words, nobodyElse ? 'ask:now.nobodyElse' : 'ask:notSaved');
      return fail(error.status, { id, typed, problems, problem });
    }
    // Their visit on a worker's device is over: told that it is sent, they give it back.
    if (locals.late && isHanded(ctx.actor)) redirect(303, await afterSending(locals, cookies));
    redirect(303, afterAsking(ctx.actor, requestId, url));
  }
};
