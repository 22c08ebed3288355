import { redirect, type Actions } from '@sveltejs/kit';
import { isBand } from '#lib/children/child.ts';
import { setBand } from '#lib/children/children.server.ts';
import { askedLine } from '#lib/home/asked-words.ts';
import { wayToWrite, waysToAsk } from '#lib/home/asking.ts';
import { blanks } from '#lib/home/blanks.ts';
import type { Home, Reader } from '#lib/home/home.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { changedLink, rateCard } from '#lib/home/rating.server.ts';
import { meetingOf } from '#lib/home/meeting.server.ts';
import { changeInWords } from '#lib/home/new-iro-words.ts';
import { talkInWords } from '#lib/home/talk-words.ts';
import { childHere } from '#lib/home/way.server.ts';
import { whenInWords } from '#lib/home/when.ts';
import { waitingLine } from '#lib/home/written-words.ts';
import type { HeardState } from '#lib/consultations/contribution.ts';
import { dayOf, type Context } from '#lib/context.ts';
import { answersWaiting } from '#lib/messages/own.server.ts';
import { writtenWaiting } from '#lib/messages/waiting.server.ts';
import { ownRequests } from '#lib/requests/own.server.ts';
import { doorsFor } from '#lib/requests/ready.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { besideEach, type Beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import { offeredLanguages } from '#locales/languages.ts';
import type { RequestState } from '#lib/requests/request.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** What the child has not seen the answer to stands first; then the newest. */
const answersFirst = (one: RequestState, other: RequestState) =>
  Number(other.answered?.unseen ?? false) - Number(one.answered?.unseen ?? false);

/** How many of the things asked for stand on the start page. */
const NEWEST = 3;

export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, reader } = locals;
  // The very first time, three cards come before it; not before whoever came by the card alone and may need somebody now.
  if (!reader.welcomed && ctx.actor.assurance !== 'card') redirect(303, '/me/welcome');
  const home = await homeOf(ctx, childHere(ctx));
  const { story, talk } = await meetingOf(ctx, childHere(ctx));
  const asked = await ownRequests(ctx, childHere(ctx));
  const { kinds: open } = await doorsFor(ctx, childHere(ctx));
  const written = await answersWaiting(ctx, childHere(ctx));
  const day = (on: string) => dayInWords(words.language, on, ctx.now);
  const when = (at: string) => whenInWords(words, at, ctx.now);
  const { heard } = home;
  // Where somebody looks, not even that something was begun.
  const draft = mayShowThatHeard(ctx.actor) ? home.draft : null;
  return {
    say: words.section('home', { ...blanks, count: draft?.answered ?? 0 }),
    beside: besideEach(words, 'home:', ['notSafe', 'cardOnly', 'noIro']),
    review: home.review
      ? words.t(home.review.certain ? 'home:reviewOn' : 'home:reviewBy', { day: day(home.review.on) })
      : words.t('home:reviewUnknown'),
    away: home.away && reader.iro ? awayWords(words, reader.iro.called, home.away, ctx.now) : null,
    noIro: reader.readsNow === null,
    face: reader.readsNow,
    reply: words.t('home:iroReply', { count: reader.readsNow?.replyDays ?? 0 }),
    standingIn: reader.readsNow !== null && reader.readsNow.id !== reader.iro?.id,
    state: draft?.unsent ? 'going' : heard ? 'sent' : 'new',
    heard: heard && heardLines(words, heard, when),
    ways: [wayToWrite(words, written), ...waysToAsk(words, open, reader)],
    waysTitle: words.t('ask:short'),
    ...askedInWords(words, reader, asked, ctx.now),
    ...(await waitingInWords(ctx, words)),
    rate: await rateCard(ctx, words),
    know: words.t('guides:link'),
    change: changeInWords(words, story, false),
    talk: talkInWords(words, talk, ctx.now, dayOf(ctx.now)),
    talkTitle: words.t('meet:line.title'),
    talkGo: words.t(talk?.status === 'off' || talk?.status === 'talked' ? 'meet:talk.go' : 'meet:talk.change'),
    changed: await changedLink(ctx, words),
    unwelcomed: !reader.welcomed,
    cardOnly: ctx.actor.kind === 'child' && ctx.actor.assurance === 'card',
    languageLabel: words.t('language:title'),
    otherLanguages: offeredLanguages
      .filter(({ code }) => code !== words.language)
      .map(({ code, name, direction }) => ({ code, name, direction })),
    band: reader.band,
    avatar: reader.look.avatar,
    simple: reader.look.comforts.includes('simple')
  };
};

/** What was asked for, a line each. */
const askedInWords = (words: Words, reader: Reader, asked: readonly RequestState[], now: Date) => ({
  asked: [...asked]
    .sort(answersFirst)
    .slice(0, NEWEST)
    .map((state) => askedLine(words, reader, state, now)),
  newAnswer: asked.some((state) => state.answered?.unseen),
  askedTitle: words.t('ask:asked'),
  askedAll: asked.length > NEWEST ? words.t('ask:all') : null
});

/** What was written is seen to be sent, and by whom it was opened, until it is answered: a line each. */
const waitingInWords = async (ctx: Context, words: Words) => ({
  waiting: (await writtenWaiting(ctx, childHere(ctx))).slice(0, NEWEST).map((one) => waitingLine(words, one, ctx.now)),
  waitingTitle: words.t('write:list.title')
});

/** Who reads it while the child's IRO is away, until which day: the English beside it says the day in English. */
function awayWords(words: Words, name: string, { untilOn, sameReader }: NonNullable<Home['away']>, now: Date): Beside {
  const key = sameReader ? 'home:away' : 'home:awayNow';
  const values = (language: string) => ({ name, day: dayInWords(language, untilOn, now) });
  return {
    text: words.t(key, values(words.language)),
    english: words.draft ? words.inEnglish(key, values('en')) : null
  };
}

/** What became of what was sent, a sentence each. */
const heardLines = (words: Words, heard: HeardState, when: (at: string) => string): string[] => [
  words.t('home:sentOn', { when: when(heard.sentAt) }),
  heard.opened
    ? words.t(heard.opened.standingIn ? 'home:openedStandingIn' : 'home:opened', {
        name: heard.opened.name,
        when: when(heard.opened.at)
      })
    : words.t('home:notOpened'),
  ...heard.tellings.map(({ name, toldAt }) =>
    toldAt ? words.t('home:told', { name, when: when(toldAt) }) : words.t('home:notToldYet', { name })
  )
];

export const actions: Actions = {
  band: async ({ request, locals }) => {
    const band = String((await request.formData()).get('band'));
    if (isBand(band)) await setBand(locals.ctx, childHere(locals.ctx), band);
    redirect(303, '/me');
  }
};
