import { adultWay } from '#lib/contributing/adult-way.server.ts';
import { carryOnAt, hasUnsent, topicLines, type AdultWay } from '#lib/contributing/adult-way.ts';
import { iroCard } from '#lib/contributing/iro-card.ts';
import { ownContributions, type OwnContribution } from '#lib/consultations/contributor-own.server.ts';
import type { Context } from '#lib/context.ts';
import { blanks } from '#lib/home/blanks.ts';
import { adultRateWay } from '#lib/home/rating.server.ts';
import { whenInWords } from '#lib/home/when.ts';
import { adultAnswersWaiting } from '#lib/messages/own.server.ts';
import { askedAbout } from '#lib/requests/asked-about.server.ts';
import { beside, besideEach, type Beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import { offeredLanguages } from '#locales/languages.ts';
import type { Words } from '#locales/words.ts';
import type { Way } from '#ui/Ways.svelte';
import type { PageServerLoad } from './$types';

/** What somebody who was asked meets: for whom, who reads it, where they are, what they can and cannot see. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, reader, council } = locals;
  const way = await adultWay(ctx);
  const { invitation } = way;
  const [newest] = (await ownContributions(ctx)).filter(({ forNext }) => forNext);
  const topics = topicLines(words, way);
  const day = invitation.day === null ? null : dayInWords(words.language, invitation.day, ctx.now);
  const done = topics.filter(({ state }) => state === 'done').length;
  const values = { name: invitation.name, at: done, of: topics.length, count: topics.length, venue: invitation.venue ?? '' };
  return {
    say: words.section('views', { ...blanks, ...values, day: day ?? '' }).start,
    beside: besideEach(words, 'views:start', ['who', 'safe']),
    cannot: besideEach(words, 'views:start.cannot', ['child', 'others']),
    reads: readsOf(words, invitation.day, ctx.now),
    day,
    venue: invitation.venue,
    note: invitation.note,
    card: iroCard(words, reader, council),
    ring: reader.readsNow?.phone ?? council.officePhone,
    ringsOffice: !reader.readsNow?.phone,
    state: stateOf(way, newest),
    onward: onwardOf(way),
    unsent: hasUnsent(way),
    guide: { href: guideFor[way.form.code], title: words.t('guides:open.link') },
    topics,
    newAnswer: (await askedAbout(ctx, invitation.childId)).some(({ answered }) => answered?.unseen)
      ? words.t('views:asking.new')
      : null,
    rate: await adultRateWay(ctx, words),
    write: await wayToWrite(ctx, words),
    heard: newest ? heardLines(words, newest, ctx.now) : null,
    languages: offeredLanguages.map(({ code, name, direction }) => ({
      code,
      name,
      direction,
      current: code === words.language
    })),
    languageLabel: words.t('language:title')
  };
};

/** Which guide is for whoever was asked by which form. */
const guideFor = { parent: '/guide/parents', carer: '/guide/carers', professional: '/guide/professionals' } as const;

/** Writing to the IRO, with how many answers were not seen yet. */
async function wayToWrite(ctx: Context, words: Words): Promise<Way> {
  const unseen = await adultAnswersWaiting(ctx);
  return {
    href: '/views/write',
    title: words.t('write-about:title'),
    detail: words.t('write-about:hint'),
    badge: unseen > 0 ? words.t('write-about:new', { count: unseen }) : undefined,
    icon: 'pencil'
  };
}

function readsOf(words: Words, day: string | null, now: Date): Beside {
  if (day === null) return beside(words, 'views:start.reads');
  const values = (language: string) => ({ day: dayInWords(language, day, now) });
  return beside(words, 'views:start.readsBy', values(words.language), values('en'));
}

/** What the one filled button says: whether they begin, go on, change what was sent or add to it. */
function stateOf(way: AdultWay, newest: OwnContribution | undefined) {
  if (hasUnsent(way)) return way.draft?.sentAt ? 'unsent' : 'going';
  if (!newest) return 'new';
  return way.draft?.sentAt ? 'sent' : 'more';
}

function onwardOf(way: AdultWay): string {
  const page = carryOnAt(way);
  return page ? `/views/part/${page.code}` : '/views/check';
}

/** What became of what was sent last, a sentence each. */
function heardLines(words: Words, { sentAt, read, entered }: OwnContribution, now: Date): string[] {
  const when = (at: string) => whenInWords(words, at, now);
  const came = entered
    ? words.t('views:start.enteredLine', { name: entered.name })
    : words.t('views:start.sentLine', { when: when(sentAt) });
  if (!read) return [came, words.t('views:start.unreadLine')];
  const key = read.standingIn ? 'readLineCover' : 'readLine';
  return [came, words.t(`views:start.${key}`, { name: read.name, when: when(read.at) })];
}
