import type { PageServerLoad } from './$types';

/** Numbers that answer, for anybody, signed in or not. */
export const load: PageServerLoad = ({ locals }) => {
  const { council, words, ctx } = locals;
  return {
    say: words.section('help', { number: council.childline, hours: council.officeHours }),
    officeCall: words.t('help:officeCall', { number: council.officePhone }),
    outOfHoursCall: words.t('help:outOfHoursCall', { number: council.outOfHoursPhone ?? '' }),
    office: council.officePhone || null,
    officeHours: council.officeHours || null,
    outOfHours: council.outOfHoursPhone,
    home: ctx.actor.kind === 'child' ? '/me' : ctx.actor.kind === 'staff' ? '/staff' : '/'
  };
};
