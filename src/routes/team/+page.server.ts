import { shownOpenly } from '#lib/people/open.server.ts';
import { rowOfDays, type ShownPerson } from '#lib/people/staff.ts';
import { besideEach } from '#locales/beside.ts';
import { clockInWords, weekdaysInWords } from '#locales/dates.ts';
import { offeredLanguages } from '#locales/languages.ts';
import { blanks } from '#lib/home/blanks.ts';
import { homes } from '#lib/sign-in/areas.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** Who they are and how to reach them, for anybody: also for whoever found a card, so nothing of any child is here. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, council } = locals;
  const people = await shownOpenly(ctx);
  return {
    say: words.section('team', { days: '', from: '', to: '', name: '', number: '' }),
    helpful: words.section('rate', blanks).helpful,
    thanked: url.searchParams.has('thanks'),
    secret: besideEach(words, 'team:', ['lost.closed', 'family.where']),
    safe: besideEach(words, 'help:', ['dangerText', 'childlineText', 'outOfHours']),
    family: words.t('family:link'),
    people: people.map(({ name, called, photoId, workingDays, hours, phone, hello }) => ({
      name,
      called,
      photo: photoId && `/team/photo/${photoId}`,
      works: workingDays && [worksOn(words, workingDays), ...hoursOn(words, hours)].join(' '),
      phone: phone && { number: phone, label: words.t('team:call', { name: called, number: phone }) },
      hello
    })),
    office: council.officePhone || null,
    officeName: words.t('offline:office'),
    officeHours: council.officeHours ? words.t('help:officeHours', { hours: council.officeHours }) : undefined,
    outOfHours: council.outOfHoursPhone,
    call999: words.t('help:call999'),
    home: homes[ctx.actor.kind],
    languageLabel: words.t('language:title'),
    languages: ctx.actor.kind === 'visitor' ? languagesOf(words.language) : []
  };
};

/** "Works Monday to Friday", or each day by its name. */
function worksOn(words: Words, workingDays: string): string {
  const say = (days: string) => weekdaysInWords(words.language, days);
  const row = rowOfDays(workingDays);
  if (!row) return words.t('team:works', { days: say(workingDays) });
  return words.t('team:worksFromTo', { from: say(row.from), to: say(row.to) });
}

const hoursOn = (words: Words, hours: ShownPerson['hours']): string[] => {
  const clock = (at: string) => clockInWords(words.language, at);
  return hours ? [words.t('team:hours', { from: clock(hours.from), to: clock(hours.to) })] : [];
};

const languagesOf = (now: string) =>
  offeredLanguages.map(({ code, name, direction }) => ({
    code,
    name,
    direction,
    href: `/team?lang=${code}`,
    current: code === now
  }));
