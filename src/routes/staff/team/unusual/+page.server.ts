import { UNUSUAL_DAYS, unusualReading } from '#lib/audit/unusual.server.ts';
import { dayOf } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const found = await unusualReading(ctx);
  const cards = await staffCards(
    ctx,
    found.map(({ actor }) => actor)
  );
  const say = words.section('staff', { days: UNUSUAL_DAYS }).unusual;
  const moment = (at: string) => {
    const instant = new Date(at);
    return `${dayInWords(words.language, dayOf(instant), ctx.now)}, ${timeInWords(words.language, instant)}`;
  };
  return {
    say,
    rows: found.map(({ code, actor, from, to, many }, place) => ({
      place,
      name: cards.get(actor)?.name ?? say.somebody,
      what: words.t(`staff:unusual.${code}`, { count: many }),
      when: words.t('staff:unusual.when', { from: moment(from), to: timeInWords(words.language, new Date(to)) })
    }))
  };
};
