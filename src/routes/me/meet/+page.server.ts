import { dayOf } from '#lib/context.ts';
import { blanks } from '#lib/home/blanks.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { childHere } from '#lib/home/way.server.ts';
import { dayInWords, weekdaysInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, reader, council } = locals;
  const home = await homeOf(ctx, childHere(ctx));
  const face = reader.readsNow;
  const values = {
    name: face?.called ?? '',
    away: reader.iro?.called ?? '',
    day: home.awayUntil ? dayInWords(words.language, dayOf(new Date(home.awayUntil)), ctx.now) : '',
    days: face ? weekdaysInWords(words.language, face.workingDays) : '',
    count: face?.replyDays ?? 0,
    number: council.officePhone,
    hours: council.officeHours
  };
  return {
    say: words.section('home', { ...blanks, ...values }).meetPage,
    know: words.t('guides:link'),
    face,
    standingIn: home.awayUntil !== null,
    office: council.officePhone || null,
    officeHours: council.officeHours || null
  };
};
