import type { OwnContribution } from '#lib/consultations/contributor-own.server.ts';
import type { AdultForm } from '#lib/journeys/form.ts';
import { whenInWords } from '#lib/home/when.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { Step } from '#ui/Steps.svelte';
import { sentByTopic } from './adult-way.ts';

type Reading = Readonly<{
  words: Words;
  now: Date;
  /** In how many working days whoever reads now promises to read it; null: nobody has the child now. */
  replyDays: number | null;
  /** The day of the review, where it may be said. */
  day: string | null;
}>;

/** One thing somebody sent as their page shows it: its reference, where it stands, and for a while their own words. */
export const sentInWords = (own: OwnContribution, form: Pick<AdultForm, 'code'>, reading: Reading) => ({
  id: own.id,
  reference: own.reference,
  forNext: own.forNext,
  again: own.version > 1,
  steps: own.forNext ? stepsOf(own, reading) : stepsOf(own, reading).slice(0, 2),
  topics: own.words && sentByTopic(reading.words, form, own.words)
});

/** Where it stands, step by step, with name and day: read from what happened, never from having pressed a button. */
function stepsOf(own: OwnContribution, { words, now, day, replyDays }: Reading): Step[] {
  const t = (key: string, values = {}) => words.t(`views:sent.${key}`, values);
  const sent: Step = own.entered
    ? {
        state: 'done',
        icon: 'pencil',
        title: t('stepEntered', { name: own.entered.name }),
        detail: t('stepGiven', { day: dayInWords(words.language, own.entered.on, now) })
      }
    : { state: 'done', icon: 'tick', title: t('stepSent'), detail: whenInWords(words, own.sentAt, now) };
  const waiting = replyDays === null ? t('stepNotOpenedTeam') : t('stepNotOpenedDetail', { count: replyDays });
  const read: Step = own.read
    ? {
        state: 'done',
        icon: 'eye',
        title: t('stepOpened', { name: own.read.name }),
        detail: whenInWords(words, own.read.at, now)
      }
    : { state: 'now', icon: 'eye', title: t('stepNotOpened'), detail: waiting };
  const detail = day ? t('stepReviewDay', { day: dayInWords(words.language, day, now) }) : t('stepReviewSoon');
  return [sent, read, { state: 'later', icon: 'table', title: t('stepReview'), detail }];
}
