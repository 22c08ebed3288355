import type { Council } from '#lib/council/council.ts';
import type { Reader } from '#lib/home/home.ts';
import { rowOfDays } from '#lib/people/staff.ts';
import { weekdaysInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';

/** Who reads what this contributor writes, now, and how they are reached: on every page of theirs. */
export function iroCard(words: Words, { readsNow, iro }: Pick<Reader, 'readsNow' | 'iro'>, council: Council) {
  const office = council.officePhone
    ? [{ number: council.officePhone, text: words.t('views:bar.office', { number: council.officePhone }) }]
    : [];
  const hours = council.officeHours ? words.t('views:bar.hours', { hours: council.officeHours }) : null;
  if (!readsNow) return { name: null, photo: null, role: words.t('views:bar.team'), times: null, numbers: office, hours };
  const own = readsNow.phone ? [{ number: readsNow.phone, text: readsNow.phone }] : [];
  return {
    name: readsNow.name,
    photo: readsNow.photo,
    role: words.t(readsNow.id === iro?.id ? 'views:bar.role' : 'views:bar.standsIn'),
    times: timesOf(words, readsNow),
    numbers: [...own, ...office],
    hours
  };
}

const timesOf = (words: Words, { workingDays, replyDays }: { workingDays: string; replyDays: number }): string =>
  [daysOf(words, workingDays), words.t('views:bar.reply', { count: replyDays })].join(' ');

/** "Monday to Friday", or each day by its name where there are gaps. */
function daysOf(words: Words, workingDays: string): string {
  const name = (days: string) => weekdaysInWords(words.language, days);
  const row = rowOfDays(workingDays);
  return row
    ? words.t('views:bar.worksRow', { from: name(row.from), to: name(row.to) })
    : words.t('views:bar.works', { days: name(workingDays) });
}
