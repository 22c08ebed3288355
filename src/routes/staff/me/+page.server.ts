import { fail, redirect, type Actions } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { helloBands, showable, type Hellos } from '#lib/people/page.ts';
import { ownPage, saveOwnPage, type NewPage } from '#lib/people/pages.server.ts';
import { weekdaysInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

/** What children see of whoever is signed in, and what anybody sees on the open page. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words } = locals;
  const page = await ownPage(ctx);
  const say = words.section('talk-desk', blank).page;
  return {
    say,
    person: { name: page.card.name, photo: page.card.photoId && `/photo/${page.card.photoId}` },
    bands: helloBands.map((band) => ({ band, label: say.bands[band] })),
    days: [...'1234567'].map((day) => ({ day, label: weekdaysInWords('en', day) })),
    showable: showable.map((one) => ({ one, label: say.shows[one] })),
    given: {
      hellos: page.hellos,
      days: [...page.talks.days],
      from: page.talks.from ?? '',
      to: page.talks.to ?? '',
      replyDays: String(page.replyDays),
      shownOpenly: page.shownOpenly,
      shows: [...page.shows]
    },
    saved: url.searchParams.has('saved')
  };
};

const blank = { name: '', who: '', day: '', time: '', way: '', part: '', at: 0, leaving: '', now: '', before: '' };

/** Reads what the page posted. Never throws on odd input. */
function readPost(data: FormData): NewPage & { days: string[]; shows: string[] } {
  const text = (name: string) => String(data.get(name) ?? '');
  const all = (name: string) => data.getAll(name).map(String);
  const hellos: Hellos = { '4-7': text('hello-4-7'), '8-11': text('hello-8-11'), '12-17': text('hello-12-17') };
  return {
    hellos,
    days: all('days'),
    from: text('from'),
    to: text('to'),
    replyDays: text('replyDays'),
    shownOpenly: data.has('shownOpenly'),
    shows: all('shows')
  };
}

export const actions: Actions = {
  save: async ({ locals, request }) => {
    const given = readPost(await request.formData());
    try {
      await saveOwnPage(locals.ctx, given);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { given, problems: error.fields });
    }
    redirect(303, '/staff/me?saved=1');
  }
};
