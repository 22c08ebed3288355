import { redirect } from '@sveltejs/kit';
import { blanks } from '#lib/home/blanks.ts';
import { homes } from '#lib/sign-in/areas.ts';
import { besideEach } from '#locales/beside.ts';
import { offeredLanguages } from '#locales/languages.ts';
import type { PageServerLoad } from './$types';

/** Numbers that answer, for anybody, signed in or not. */
export const load: PageServerLoad = ({ locals, url }) => {
  const { council, words, ctx } = locals;
  // A child who is signed in finds there also how to tell somebody.
  if (ctx.actor.kind === 'child') redirect(303, '/me/now');
  const visitor = ctx.actor.kind === 'visitor';
  return {
    say: words.section('help', { number: council.childline, hours: council.officeHours }),
    beside: besideEach(words, 'help:', ['danger', 'dangerText', 'talk', 'childlineText', 'outOfHours', 'notEmergency']),
    leaving: Object.values(besideEach(words, 'help:leaving', ['leave', 'list', 'private'])),
    helpful: words.section('rate', blanks).helpful,
    thanked: url.searchParams.has('thanks'),
    officeCall: words.t('help:officeCall', { number: council.officePhone }),
    outOfHoursCall: words.t('help:outOfHoursCall', { number: council.outOfHoursPhone ?? '' }),
    office: council.officePhone || null,
    officeHours: council.officeHours || null,
    outOfHours: council.outOfHoursPhone,
    guide: words.t('guides:open.link'),
    home: homes[ctx.actor.kind],
    languageLabel: words.t('language:title'),
    languages: visitor
      ? offeredLanguages.map(({ code, name, direction }) => ({
          code,
          name,
          direction,
          href: `/help?lang=${code}`,
          current: code === words.language
        }))
      : []
  };
};
