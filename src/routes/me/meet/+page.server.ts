import { fail, redirect, type Actions } from '@sveltejs/kit';
import { callIro } from '#lib/children/calling.server.ts';
import { dayOf } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { homeOf } from '#lib/home/home.server.ts';
import type { Reader } from '#lib/home/home.ts';
import { differentAt, meetingOf, shownBy, writeTo } from '#lib/home/meeting.server.ts';
import { changeInWords, storyInWords } from '#lib/home/new-iro-words.ts';
import { talkInWords } from '#lib/home/talk-words.ts';
import { childHere } from '#lib/home/way.server.ts';
import type { TalkTimes } from '#lib/people/page.ts';
import { mayShowOwnWords, mayShowThatHeard } from '#lib/sign-in/session.ts';
import { clockInWords, dayInWords, weekdaysInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** Who the child's IRO is, how to reach them, who stands in, and the talk before the review. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, reader, council } = locals;
  const home = await homeOf(ctx, childHere(ctx));
  const { story, talk } = await meetingOf(ctx, childHere(ctx));
  // Their own IRO stands first, also while somebody else answers.
  const own = reader.iro ?? reader.readsNow;
  const cover = reader.readsNow && own && reader.readsNow.id !== own.id ? reader.readsNow : null;
  const reached = cover ?? own;
  const [ofOwn, ofReached] = [await shownBy(ctx, own, reader.band), await shownBy(ctx, reached, reader.band)];
  const until = home.away ? dayInWords(words.language, home.away.untilOn, ctx.now) : '';
  const values = { name: own?.called ?? '', away: own?.called ?? '', day: until, number: council.officePhone };
  const shown = mayShowThatHeard(ctx.actor);
  return {
    say: words.section('home', { ...blanks, ...values, hours: council.officeHours }).meetPage,
    face: own,
    know: words.t('guides:link'),
    hello: ofOwn.hello,
    helloTitle: words.t('meet:hello.title', values),
    cover: cover && coverInWords(words, cover, values.away, until),
    reach: reached && reachInWords(words, reached, ofReached.times),
    change: changeInWords(words, story, true),
    useSecret: words.t('meet:talk.useSecret'),
    ...storyInWords(words, story, ctx.now),
    beforeTitle: words.t('meet:change.beforeTitle'),
    talk: talkInWords(words, talk, ctx.now, dayOf(ctx.now)),
    talkWords: words.section('meet', { ...blanks, before: '', part: '', from: '', to: '' }).talk,
    talkTitle: words.t('meet:line.title'),
    calling: own && shown ? callingInWords(words, reader, own.called, mayShowOwnWords(ctx.actor, ctx.now)) : null,
    // Where nobody has the child, the team reads what is written, and the child is not left without a way.
    team: reached ? null : { href: writeTo, label: words.t('write:title') },
    different: differentAt && { href: differentAt, label: words.t('meet:reach.different') },
    office: council.officePhone || null,
    officeHours: council.officeHours || null
  };
};

type Person = NonNullable<Reader['iro']>;

function coverInWords(words: Words, cover: Person, away: string, day: string) {
  const gone = day === '' ? null : words.t('meet:reach.away', { away, day });
  return {
    name: cover.name,
    called: cover.called,
    photo: cover.photo,
    title: words.t('meet:reach.coverTitle', { name: cover.called }),
    gone
  };
}

/** How somebody is reached now, and when they can talk. */
function reachInWords(words: Words, { called, phone, replyDays }: Person, times: TalkTimes) {
  const name = called;
  const clock = (at: string) => clockInWords(words.language, at);
  const hours = times.from && times.to ? words.t('meet:reach.hours', { from: clock(times.from), to: clock(times.to) }) : null;
  return {
    title: words.t('home:meetPage.reachTitle', { name }),
    phone,
    call: words.t('home:meetPage.call', { name }),
    text: words.t('home:meetPage.text', { name }),
    noPhone: words.t('home:meetPage.noPhone', { name }),
    write: { href: writeTo, label: words.t('meet:reach.message', { name }) },
    whenTitle: words.t('meet:reach.whenTitle', { name }),
    days: words.t('meet:reach.days', { name, days: weekdaysInWords(words.language, times.days) }),
    hours,
    reply: words.t('home:meetPage.reply', { name, count: replyDays })
  };
}

/** What the child calls them is the child's own word: only where those may be shown is there a field with it. */
const callingInWords = (words: Words, { iro }: Reader, name: string, own: boolean) => ({
  may: own && iro !== null,
  called: name,
  title: words.t('meet:call.title', { name }),
  hint: words.t('meet:call.hint'),
  label: words.t('meet:call.label', { name }),
  save: words.t('meet:call.save')
});

export const actions: Actions = {
  call: async ({ request, locals }) => {
    const { ctx, reader, words } = locals;
    const called = String((await request.formData()).get('called') ?? '');
    try {
      await callIro(ctx, childHere(ctx), reader.iro?.id ?? '', called);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { called, problem: words.t('meet:call.tooLong') });
    }
    redirect(303, '/me/meet');
  }
};
