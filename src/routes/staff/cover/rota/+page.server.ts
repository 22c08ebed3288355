import { fail, redirect, type Actions } from '@sveltejs/kit';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { dayOf } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { asChoices, placesInWords, problemsInWords } from '#lib/inbox/cover-words.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { daysOf, standingAt, type Shift } from '#lib/routing/rota.ts';
import { addShifts, mayBeOnDuty, onDutyNow, removeShift, rotaOfWeek } from '#lib/routing/rota.server.ts';
import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** The Monday of the week of a day. */
const mondayOf = (day: string): string => plusDays(day, -((new Date(day).getUTCDay() + 6) % 7));

const isDay = (text: string | null): text is string =>
  text !== null && /^20\d{2}-[01]\d-[0-3]\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** Who is on duty, a week at a time. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, council } = locals;
  const asked = url.searchParams.get('week');
  const monday = mondayOf(isDay(asked) ? asked : dayOf(ctx.now));
  const [shifts, now] = [await rotaOfWeek(ctx, monday), await onDutyNow(ctx)];
  const manages = ctx.actor.kind === 'staff' && ctx.actor.roles.includes('manager');
  const may = manages ? await mayBeOnDuty(ctx) : [];
  const cards = await staffCards(ctx, [...may, ...[...shifts, ...now].map(({ staffId }) => staffId)]);
  const nameOf = ({ staffId }: Shift) => cards.get(staffId)?.name ?? '';
  const day = (of: string) => dayInWords(words.language, of, ctx.now);
  const time = (at: string) => timeInWords(words.language, at);
  const { outOfHoursPhone: number } = council;
  return {
    say: words.section('cover', { day: day(monday) }).rota,
    problem: words.t('cover:problem'),
    choose: words.t('cover:choose'),
    manages,
    route: number === null ? words.t('cover:rota.noRoute') : words.t('cover:rota.route', { number }),
    now: now.map((shift) => ({ id: shift.id, name: nameOf(shift), place: words.t(`cover:rota.place.${shift.place}`) })),
    days: daysOf(monday, plusDays(monday, 6)).map((of) => ({
      of,
      name: day(of),
      shifts: shifts
        .filter(({ fromAt }) => dayOf(new Date(fromAt)) === of || (of === monday && dayOf(new Date(fromAt)) < of))
        .map((shift) => ({
          id: shift.id,
          standing: standingAt(shift, ctx.now.toISOString()),
          line: shiftInWords(words, shift, nameOf(shift), of, ctx.now),
          place: words.t(`cover:rota.place.${shift.place}`),
          remove: words.t('cover:rota.removeWhich', {
            name: nameOf(shift),
            day: day(dayOf(new Date(shift.fromAt))),
            from: time(shift.fromAt)
          })
        }))
    })),
    before: plusDays(monday, -7),
    after: plusDays(monday, 7),
    week: monday,
    people: asChoices(cards, may),
    places: placesInWords(words),
    done: url.searchParams.has('done')
  };
};

/** Who, and from when to when; with the day it began where that is not the day it stands under. */
function shiftInWords(words: Words, { fromAt, toAt }: Shift, name: string, under: string, now: Date): string {
  const began = dayOf(new Date(fromAt));
  const times = { name, from: timeInWords(words.language, fromAt), to: timeInWords(words.language, toAt) };
  if (began === under) return words.t('cover:rota.shift', times);
  return words.t('cover:rota.shiftSince', { ...times, day: dayInWords(words.language, began, now) });
}

const back = (week: string): string => `/staff/cover/rota?week=${isDay(week) ? week : ''}&done=1`;

export const actions: Actions = {
  add: async ({ locals, request }) => {
    const posted = await request.formData();
    const said = (field: string) => String(posted.get(field) ?? '');
    const typed = {
      ...{ staffId: said('staffId'), fromOn: said('fromOn'), toOn: said('toOn') || said('fromOn') },
      ...{ fromHour: said('fromHour'), toHour: said('toHour'), place: said('place') }
    };
    try {
      await addShifts(locals.ctx, { ...typed, place: Number(typed.place) });
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { ...typed, problems: problemsInWords(locals.words, error.fields) });
    }
    redirect(303, back(typed.fromOn));
  },
  remove: async ({ locals, request }) => {
    const posted = await request.formData();
    await removeShift(locals.ctx, String(posted.get('shift') ?? ''));
    redirect(303, back(String(posted.get('week') ?? '')));
  }
};
