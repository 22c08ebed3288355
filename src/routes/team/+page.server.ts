import { shownOpenly } from '#lib/people/open.server.ts';
import { besideEach } from '#locales/beside.ts';
import { weekdaysInWords } from '#locales/dates.ts';
import { offeredLanguages } from '#locales/languages.ts';
import type { PageServerLoad } from './$types';

const homes = { child: '/me', staff: '/staff', visitor: '/', command: '/', job: '/' } as const;

/** Who they are and how to reach them, for anybody: also for whoever found a card, so nothing of any child is here. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, council } = locals;
  const people = await shownOpenly(ctx);
  return {
    say: words.section('team', { days: '' }),
    secret: besideEach(words, 'team:', ['lost.closed', 'family.where']),
    safe: besideEach(words, 'help:', ['dangerText', 'childlineText', 'outOfHours']),
    people: people.map(({ name, called, photoId, workingDays }) => ({
      name,
      called,
      photo: photoId && `/team/photo/${photoId}`,
      works: words.t('team:works', { days: weekdaysInWords(words.language, workingDays) })
    })),
    office: council.officePhone || null,
    officeCall: words.t('help:officeCall', { number: council.officePhone }),
    officeHours: council.officeHours && words.t('help:officeHours', { hours: council.officeHours }),
    outOfHours: council.outOfHoursPhone,
    outOfHoursCall: words.t('help:outOfHoursCall', { number: council.outOfHoursPhone ?? '' }),
    call999: words.t('help:call999'),
    childlineCall: words.t('help:childline', { number: council.childline }),
    home: homes[ctx.actor.kind],
    languageLabel: words.t('language:title'),
    languages: ctx.actor.kind === 'visitor' ? languagesOf(words.language) : []
  };
};

const languagesOf = (now: string) =>
  offeredLanguages.map(({ code, name, direction }) => ({
    code,
    name,
    direction,
    href: `/team?lang=${code}`,
    current: code === now
  }));
