import { fail, redirect, type Actions } from '@sveltejs/kit';
import { emergenciesOf, emergencyNow } from '#lib/break-glass/reading.server.ts';
import { emergencyNowInWords } from '#lib/break-glass/emergency-words.ts';
import { marksInWords } from '#lib/inbox/emergency-rows.ts';
import { childSheet, type ChildSheet } from '#lib/inbox/caseload.server.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { tagsOf } from '#lib/inbox/tags.ts';
import { asHeading, isLate, momentInWords, shortName } from '#lib/inbox/wording.ts';
import { whoAsked } from '#lib/inbox/request-words.ts';
import { askedCounts } from '#lib/invitations/asked.server.ts';
import { isUrgent } from '#lib/requests/kinds.ts';
import { languageInWords } from '#locales/languages.ts';
import { cardIsUnchecked } from '#lib/sign-in/cards/card-keeping.server.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { Refusal } from '#lib/errors.ts';
import { dayOf } from '#lib/context.ts';
import { sayHello } from '#lib/introductions/hello.server.ts';
import { helloWays } from '#lib/introductions/introduction.ts';
import { stateInWords } from '#lib/inbox/talk-desk-words.ts';
import { meetingFor, type Meeting } from '#lib/inbox/talk-sheet.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx, words } = locals;
  const sheet = await childSheet(ctx, params.id);
  const { child, place } = sheet;
  const people = await askedCounts(ctx, params.id);
  const relations: Readonly<Record<string, string>> = words.section('staff').relations;
  return {
    say: words.section('staff', { name: child.called }).child,
    childId: child.id,
    whoIsAsked: words.section('staff', { name: child.called }).people.go,
    peopleAsked: people.asked > 0 ? words.t('staff:people.counts', people) : words.t('staff:people.countsNone'),
    letIn: emergencyNowInWords(words, await emergencyNow(ctx, child.id)),
    marks: marksInWords(words, await emergenciesOf(ctx, child.id), ctx.now),
    mark: words.t('break-glass:mark'),
    looked: words.t('break-glass:looked'),
    meeting: meetingInWords(locals, child.called, await meetingFor(ctx, params.id)),
    hello: helloForm(locals, child.called),
    compare: words.t('reading:compare.title'),
    card: words.t('card-desk:link'),
    cardToCheck: (await cardIsUnchecked(ctx, params.id)) ? words.t('card-desk:unchecked', { name: child.called }) : null,
    child: { name: shortName({ called: child.called, lastInitial: [...child.lastName][0] ?? '' }), age: child.age },
    tags: tagsOf(words, { ...place, interpreter: child.interpreter }),
    review: reviewCard(words, sheet.review, ctx.now),
    role: asHeading(locals.council.terms.iro),
    iro: place.iro && { name: place.iro.name, photo: place.iro.photoId ? `/photo/${place.iro.photoId}` : null },
    since: place.since && words.t('staff:child.since', { day: dayInWords(words.language, place.since, ctx.now) }),
    workers: sheet.workers.map(({ id, name, phone }) => ({ id, name, phone })),
    language: languageInWords(words.language, child.language),
    inCare: child.enteredCareOn && dayInWords(words.language, child.enteredCareOn, ctx.now),
    circle: sheet.circle.map(({ id, name, relation }) => ({ id, name, relation: relations[relation] ?? relations.other ?? '' })),
    lines: sheet.lines.map((line) => lineInWords(words, line, ctx.now)),
    askAbout: words.t('staff:about.link'),
    askedSay: words.section('staff', { name: child.called }).asked,
    asked: sheet.asked.filter(({ by }) => by === null).map((one) => askedInWords(words, one, ctx.now)),
    askedByAdults: sheet.asked.filter(({ by }) => by !== null).map((one) => askedInWords(words, one, ctx.now))
  };
};

/** Where the talk before the review stands, and who said hello. */
function meetingInWords({ ctx, words, council }: App.Locals, name: string, { talk, hellos, due }: Meeting) {
  const t = (key: string, values = {}) => words.t(`talk-desk:child.${key}`, { name, review: council.terms.review, ...values });
  const day = (on: string) => dayInWords(words.language, on, ctx.now);
  return {
    title: t('title'),
    state: talk ? stateInWords(words, talk, name, ctx.now) : t('none'),
    talkId: talk?.id ?? null,
    open: t('open'),
    hellos: hellos.map(({ name: who, way, on }) => t('helloSaid', { who, day: day(on), way: t(`helloWays.${way}`) })),
    none: t('helloNone'),
    due:
      due === null
        ? null
        : { text: t(isLate(due, ctx.now) ? 'helloLate' : 'helloDue', { day: day(due) }), late: isLate(due, ctx.now) },
    handOver: t('handOver')
  };
}

/** "I said hello": by what way, on which day. */
function helloForm({ ctx, words }: App.Locals, name: string) {
  const t = (key: string) => words.t(`talk-desk:child.${key}`, { name });
  return {
    title: t('helloTitle'),
    way: t('helloWay'),
    day: t('helloDay'),
    save: t('helloSave'),
    hint: t('helloHint'),
    ways: helloWays.map((way) => ({ way, label: t(`helloLabels.${way}`) })),
    today: dayOf(ctx.now)
  };
}

/** What a newer version replaced waits for nobody. */
const openedOrNot = (line: ChildSheet['lines'][number]) => {
  if (line.firstOpenedAt !== null) return { views: 'opened' as const };
  return line.superseded ? {} : { views: 'waiting' as const };
};

const lineInWords = (words: Words, line: ChildSheet['lines'][number], now: Date) => ({
  id: line.id,
  text: words.t('staff:child.sentLine', {
    count: line.version,
    when: momentInWords(words, line.sentAt, now),
    answered: line.answered,
    skipped: line.asked - line.answered
  }),
  superseded: line.superseded,
  tags: tagsOf(words, { ...openedOrNot(line), assurance: line.assurance })
});

/** What the child asked for and where it stands; what others read has no way to it. */
const askedInWords = (words: Words, one: ChildSheet['asked'][number], now: Date) => ({
  id: one.id,
  href: one.mayOpen ? `/staff/requests/${one.id}` : null,
  what: one.by
    ? words.t(`staff:asked.by.short.${one.kind}`, { who: whoAsked(words, one.by) })
    : words.t(`staff:asked.short.${one.kind}`),
  sent: words.t('staff:asked.sent', { when: momentInWords(words, one.sentAt, now) }),
  tags: tagsOf(words, {
    notSafe: isUrgent(one.kind) && (one.status === 'sent' || one.status === 'opened') && 'now',
    withAdvocates: !one.mayOpen,
    takenBack: one.status === 'taken-back',
    hasAnswer: one.status === 'answered',
    // How it was answered is for those who may open it.
    interim: one.mayOpen ? one.interim : null,
    ...(one.status === 'sent' && { views: 'waiting' as const }),
    ...(one.status === 'opened' && { views: 'opened' as const }),
    assurance: one.assurance
  })
});

export const actions: Actions = {
  hello: async ({ locals, params, request }) => {
    const data = await request.formData();
    const typed = { way: String(data.get('way') ?? ''), on: String(data.get('on') ?? '') };
    try {
      await sayHello(locals.ctx, params.id ?? '', typed);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      const problems = Object.entries(error.fields).map(([field, why]) =>
        locals.words.t(`talk-desk:problemsHello.${field}.${why}`)
      );
      return fail(400, { typed, problems });
    }
    redirect(303, `/staff/children/${params.id}#hello`);
  }
};
