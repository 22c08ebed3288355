import { fail, redirect, type Actions } from '@sveltejs/kit';
import { askForChild, findChildren } from '#lib/break-glass/asking.server.ts';
import { emergencyInWords } from '#lib/break-glass/emergency-words.ts';
import { lengths } from '#lib/break-glass/emergency.ts';
import { emergencies, type EmergencyShown } from '#lib/break-glass/reading.server.ts';
import { Refusal } from '#lib/errors.ts';
import { momentInWords, shortName } from '#lib/inbox/wording.ts';
import { timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

const blank = { child: '', asker: '', approver: '', when: '', until: '', count: 0 };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const all = await emergencies(ctx);
  const lines = (some: readonly EmergencyShown[]) => some.map((one) => lineOf(words, one, ctx.now));
  return {
    say: words.section('break-glass', blank),
    lengths: lengths.map((count) => ({ count, label: words.t('break-glass:ask.minutesOne', { count }) })),
    waiting: lines(all.filter(({ state }) => state === 'asked')),
    running: lines(all.filter(({ state }) => state === 'running')),
    before: lines(all.filter(({ state }) => state !== 'asked' && state !== 'running')),
    asked: url.searchParams.has('asked')
  };
};

function lineOf(words: Words, one: EmergencyShown, now: Date) {
  const until = one.endsAt === null ? '' : timeInWords(words.language, one.endsAt);
  const when = momentInWords(words, one.approvedAt ?? one.askedAt, now);
  const decides = one.state === 'asked' && one.mayDecide;
  return {
    id: one.id,
    text: emergencyInWords(words, one, { when, until }),
    href: decides ? `/staff/break-glass/${one.id}/decide` : `/staff/break-glass/${one.id}`,
    decides
  };
}

export const actions: Actions = {
  find: async ({ locals, request }) => {
    const name = String((await request.formData()).get('name') ?? '');
    try {
      const found = await findChildren(locals.ctx, name);
      return { name, found: found.map((child) => ({ id: child.id, name: shortName(child), age: child.age })), problems: {} };
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { name, found: null, problems: error.fields });
    }
  },
  ask: async ({ locals, request }) => {
    const posted = await request.formData();
    const said = (field: string) => String(posted.get(field) ?? '');
    const asked = { childId: said('child'), minutes: Number(said('minutes')), reason: said('reason') };
    try {
      await askForChild(locals.ctx, asked);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      const found = (await findChildren(locals.ctx, said('name'))).map((child) => ({
        ...{ id: child.id, name: shortName(child), age: child.age }
      }));
      return fail(400, { name: said('name'), found, ...asked, problems: error.fields });
    }
    redirect(303, '/staff/break-glass?asked=1');
  }
};
