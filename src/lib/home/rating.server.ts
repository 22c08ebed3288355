import type { Context } from '#lib/context.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer } from '#lib/journeys/fits.ts';
import type { Answer, Band, Page } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { pack, unpack, type Carry } from '#lib/ratings/carry.server.ts';
import { whatChanged } from '#lib/ratings/changes.server.ts';
import { calledOf } from '#lib/ratings/reading.server.ts';
import { ratingOffer, type Offered } from '#lib/ratings/sending.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import { rateForm, rateFormFor } from '#forms/rate.ts';
import { notFound } from '#lib/errors.ts';

/** The small card of the start page; null: nothing to say, or somebody may look over this child's shoulder. */
export async function rateCard(ctx: Context, words: Words) {
  if (!mayShowThatHeard(ctx.actor)) return null;
  const { card, about } = await ratingOffer(ctx);
  if (!card) return null;
  const t = (key: string, values = {}) => words.t(`rate:card.${key}`, values);
  return { title: t('title', { name: await calledOf(ctx, about) }), go: t('go'), later: t('later') };
}

/** The way to what changed, for the start page; null: nothing yet, or somebody may look over this child's shoulder. */
export async function changedLink(ctx: Context, words: Words): Promise<string | null> {
  return mayShowThatHeard(ctx.actor) && (await whatChanged(ctx)).length > 0 ? words.t('rate:changed.title') : null;
}

/** The way on an adult's start page; null: nothing to rate, or they said not now. */
export async function adultRateWay(ctx: Context, words: Words) {
  const { card, about } = await ratingOffer(ctx);
  if (!card) return null;
  const name = await calledOf(ctx, about);
  return {
    href: '/views/rate',
    title: words.t('rate:adult.link', { name }),
    detail: words.t('rate:adult.linkHint'),
    icon: 'speech' as const
  };
}

/** "You said, we did", in the words a page shows. */
export async function changesInWords(ctx: Context, words: Words) {
  return (await whatChanged(ctx)).map(({ id, said, did, madeOn }) => ({
    id,
    said,
    did,
    when: dayInWords(words.language, madeOn, ctx.now)
  }));
}

/** Where somebody is on their way through a rating. */
export type RateWay = Readonly<{
  page: Page;
  before: Page | null;
  next: Page | null;
  at: number;
  of: number;
  offer: Offered;
  name: string;
  carry: Carry;
}>;

/**
 * One page of the rating of this band. What it carries may be of a time that cannot be rated now (`mayGoOn`): the period is then
 * not the one that is offered, and empty where there is none. `not-found` for a page there is not.
 */
export async function rateWay(ctx: Context, band: Band, code: string, carried: string | null): Promise<RateWay> {
  const pages = rateFormFor(band);
  const place = pages.findIndex((one) => one.code === code);
  const page = pages[place];
  if (!page) throw notFound();
  const offer = await ratingOffer(ctx);
  const carry = await unpack(ctx, carried);
  return {
    ...{ page, before: pages[place - 1] ?? null, next: pages[place + 1] ?? null, at: place + 1, of: pages.length },
    offer,
    name: await calledOf(ctx, offer.about),
    carry: carry ?? { period: offer.open ?? '', answers: {} }
  };
}

/** Whether what is chosen and written on this way can be sent. Where not, nothing is asked, so that nobody writes for nothing. */
export const mayGoOn = ({ carry, offer }: RateWay): boolean => carry.period === offer.open;

/**
 * What a page says where nothing was kept, in the words that are true of it: one was sent before, or it cannot be rated any more.
 * What was written stays in sight, with the ways to say it by name.
 */
export const notKeptInWords = (words: Words, became: 'already' | 'over', text: string) => ({
  text,
  notKept: {
    title: words.t(became === 'already' ? 'rate:done.title' : 'rate:left.title'),
    why: beside(words, `rate:left.${became}`)
  },
  here: text === '' ? null : beside(words, 'rate:left.here')
});

/** The question of a page, in the reader's words. */
export const rateAsked = (words: Words, { page, name }: Pick<RateWay, 'page' | 'name'>, band: Band | 'adult') =>
  page.questions.map((question) => ({ question, asked: askedOf(words, rateForm, page, question, band, { name }) }));

/** What a page posted, put to what was carried. `skip`: nothing of it counts. */
export function carriedOn({ page, carry }: Pick<RateWay, 'page' | 'carry'>, data: FormData, skip: boolean): Carry {
  const answers: Record<string, Answer> = { ...carry.answers };
  for (const question of page.questions) {
    const { answer } = readAnswer(question, postedFrom(data), {});
    delete answers[question.code];
    if (answer && !skip) answers[question.code] = answer;
  }
  return { ...carry, answers };
}

/** The address of a page, with what was chosen so far. */
export const rateAddress = async (ctx: Context, page: Page, carry: Carry): Promise<string> =>
  `/me/rate/${page.code}?a=${await pack(ctx, carry)}`;
