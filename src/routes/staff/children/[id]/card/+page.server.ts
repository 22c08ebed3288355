import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { asksInWords, burstLines, cardLines, reasonsToChoose, secretLines } from '#lib/inbox/card-words.ts';
import { asksForCard, cardsSheet } from '#lib/inbox/cards.server.ts';
import { shortName } from '#lib/inbox/wording.ts';
import { serving } from '#lib/server/serving.ts';
import { decideCard } from '#lib/sign-in/cards/card-asks.server.ts';
import { checkCard, endCard, renewSecret } from '#lib/sign-in/cards/card-keeping.server.ts';
import { isCardReason } from '#lib/sign-in/cards/card.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { choosePrivacy } from '#lib/sign-in/devices/device-privacy.server.ts';
import { handOver } from '#lib/sign-in/devices/kiosk.server.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

const doneKeys = ['checked', 'ended', 'renewed', 'asked', 'decided', 'watched', 'shared'] as const;

/** A child's card, PIN and phone, for whoever looks after them: each only what they may do. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const sheet = await cardsSheet(ctx, params.id);
  const { card, child, may, privacy } = sheet;
  const about = { words, now: ctx.now, name: child.called };
  const works = card !== null && card.endedAt === null;
  return {
    say: words.section('card-desk', sectionValues(words, child.called)),
    childId: child.id,
    child: { name: shortName(child), age: child.age },
    backTo: may.has('child.see') ? `/staff/children/${child.id}` : '/staff/cards',
    ownPage: may.has('child.see'),
    done: doneIn(words, url, child.called),
    // Which showing of this page a card is made from: pressed twice, it is one card.
    form: ctx.ids(),
    problem: problemIn(words, url.searchParams.get('problem')),
    lines: cardLines(about, sheet),
    works,
    first: card === null,
    cardToCheck: works && card.firstUsed !== null && card.checked === null && may.has('card.check') ? card.id : null,
    secret: secretLines(about, sheet),
    bursts: burstLines(about, sheet.bursts),
    asks: asksInWords(about, sheet),
    reasons: reasonsToChoose(about),
    // A worker who asked already finds that above.
    may: {
      make: may.has('card.make'),
      ask: may.has('card.ask') && !may.has('card.make') && !sheet.asks.some(({ mine }) => mine),
      end: works && may.has('card.end'),
      renew: sheet.secret !== null && may.has('secret.renew'),
      watch: may.has('privacy.choose'),
      hand: may.has('device.hand')
    },
    watched: privacy === 'watched',
    phone: words.t(`card-desk:privacy.${privacy}`, { name: child.called })
  };
};

/** Every sentence of the section is finished at once; those with values of their own are said again where they are used. */
const sectionValues = (words: Words, name: string) => ({
  ...{ name, day: '', time: '', who: '', reason: '', count: 0 },
  iro: words.t('card-desk:theIro')
});

function doneIn(words: Words, url: URL, name: string): string | null {
  const key = doneKeys.find((one) => one === url.searchParams.get('done'));
  return key ? words.t(`card-desk:done.${key}`, { name }) : null;
}

const problemIn = (words: Words, key: string | null): string | null =>
  key === 'reason' || key === 'not-allowed' || key === 'made-already' ? words.t(`card-desk:problems.${key}`) : null;

const to = (event: RequestEvent, done: (typeof doneKeys)[number]): never =>
  redirect(303, `/staff/children/${event.params.id}/card?done=${done}`);

const fieldsOf = async ({ request }: RequestEvent) => {
  const posted = await request.formData();
  return (name: string) => String(posted.get(name) ?? '');
};

/** Whatever is only to be done beside the child says so with a tick. */
const tickFirst = ({ locals }: RequestEvent, which: 'check' | 'renew') =>
  fail(400, { which, problem: locals.words.t('card-desk:problems.tick') });

export const actions: Actions = {
  ask: async (event) => {
    const reason = (await fieldsOf(event))('reason');
    if (!isCardReason(reason)) return fail(400, { which: 'ask', problem: event.locals.words.t('card-desk:problems.reason') });
    await asksForCard(event.locals.ctx, event.params.id ?? '', reason);
    return to(event, 'asked');
  },
  decide: async (event) => {
    const field = await fieldsOf(event);
    await decideCard(event.locals.ctx, field('ask'), field('yes') === 'yes');
    return to(event, 'decided');
  },
  end: async (event) => {
    await endCard(event.locals.ctx, event.params.id ?? '');
    return to(event, 'ended');
  },
  check: async (event) => {
    const field = await fieldsOf(event);
    if (field('inPerson') !== 'yes') return tickFirst(event, 'check');
    await checkCard(event.locals.ctx, event.params.id ?? '', field('card'));
    return to(event, 'checked');
  },
  renew: async (event) => {
    if ((await fieldsOf(event))('inPerson') !== 'yes') return tickFirst(event, 'renew');
    await renewSecret(event.locals.ctx, event.params.id ?? '');
    return to(event, 'renewed');
  },
  watch: async (event) => {
    const watched = (await fieldsOf(event))('watched') === 'yes';
    await choosePrivacy(event.locals.ctx, event.params.id ?? '', watched ? 'watched' : 'shared');
    return to(event, watched ? 'watched' : 'shared');
  },
  hand: async ({ locals, params, cookies }) => {
    const started = await handOver(locals.ctx, params.id ?? '');
    keepVisit(cookies, serving().settings.origin, started);
    redirect(303, '/me/say');
  }
};
