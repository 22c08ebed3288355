import { emergenciesOf, emergencyNow } from '#lib/break-glass/reading.server.ts';
import { emergencyNowInWords } from '#lib/break-glass/emergency-words.ts';
import { marksInWords } from '#lib/inbox/emergency-rows.ts';
import { childSheet, type ChildSheet } from '#lib/inbox/caseload.server.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { tagsOf } from '#lib/inbox/tags.ts';
import { asHeading, momentInWords, shortName } from '#lib/inbox/wording.ts';
import { whoAsked } from '#lib/inbox/request-words.ts';
import { askedCounts } from '#lib/invitations/asked.server.ts';
import { isUrgent } from '#lib/requests/kinds.ts';
import { languageInWords } from '#locales/languages.ts';
import { cardIsUnchecked } from '#lib/sign-in/cards/card-keeping.server.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
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
    ...(one.status === 'sent' && { views: 'waiting' as const }),
    ...(one.status === 'opened' && { views: 'opened' as const }),
    assurance: one.assurance
  })
});
