import { fail, redirect, type Actions } from '@sveltejs/kit';
import { dayOf } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { tagsOf } from '#lib/inbox/tags.ts';
import { talkDeskInWords } from '#lib/inbox/talk-desk-words.ts';
import { talkSheet, type TalkSheet } from '#lib/inbox/talk-sheet.server.ts';
import { shortName } from '#lib/inbox/wording.ts';
import { showsNothingTo } from '#lib/sign-in/devices/device-privacy.server.ts';
import { offerTimes, sawNo, sayWhatCame, setTalk } from '#lib/talks/setting.server.ts';
import { ways } from '#lib/talks/talk.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** A talk before a review: which time it is, other times, and what came of it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const sheet = await talkSheet(ctx, params.id);
  const { talk, child, may } = sheet;
  const name = child.called;
  return {
    say: sayIn(words, name),
    name: shortName(child),
    age: child.age,
    childId: child.id,
    tags: tagsOf(words, { assurance: talk.assurance, coverFor: sheet.coverFor }),
    ...talkDeskInWords(words, talk, name, ctx.now),
    damaged: talk.picked === null && ['asked', 'offered', 'set'].includes(talk.status),
    no:
      talk.status === 'not-now'
        ? words.t('talk-desk:notNow', { name })
        : talk.status === 'off'
          ? words.t('talk-desk:off', { name })
          : null,
    may: mayDo(may),
    ways: ways.map((way) => ({ way, label: words.t(`talk-desk:wayLabels.${way}`) })),
    offers: [1, 2, 3].map((at) => ({ day: words.t('talk-desk:offerDay', { at }), time: words.t('talk-desk:offerTime', { at }) })),
    today: dayOf(ctx.now),
    // What is done is done with the talk as this page shows it.
    moves: talk.moves,
    review: reviewCard(words, sheet.review, ctx.now),
    sees: words.t(`talk-desk:${(await showsNothingTo(ctx, child.id)) ? 'notShown' : 'seesText'}`, { name }),
    done: url.searchParams.has('done')
  };
};

const sayIn = (words: Words, name: string) =>
  words.section('talk-desk', {
    ...{ name, who: '', day: '', time: '', way: '', part: '', at: 0, leaving: '', now: '', before: '' }
  });

const mayDo = (may: TalkSheet['may']) => ({
  set: may.has('set'),
  offer: may.has('offer'),
  came: (['talked', 'missed', 'moved'] as const).filter((one) => may.has(one)),
  seen: may.has('seen')
});

const text = (data: FormData, name: string): string => String(data.get(name) ?? '');

const movesIn = (data: FormData): number => Number(text(data, 'moves'));

/** Does it, and shows the page as it stands then; what is wrong comes back with everything that was typed. */
async function done(id: string, form: string, data: FormData, work: () => Promise<void>) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
    const typed = Object.fromEntries([...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
    return fail(400, { form, problems: error.fields, typed });
  }
  redirect(303, `/staff/talks/${id}?done=1`);
}

export const actions: Actions = {
  set: async ({ locals, params, request }) => {
    const data = await request.formData();
    const given = {
      ...{ on: text(data, 'on'), at: text(data, 'at'), way: text(data, 'way'), word: text(data, 'word') },
      moves: movesIn(data)
    };
    return done(params.id ?? '', 'set', data, () => setTalk(locals.ctx, params.id ?? '', given));
  },
  offer: async ({ locals, params, request }) => {
    const data = await request.formData();
    const times = [1, 2, 3]
      .map((at) => ({ on: text(data, `on-${at}`), at: text(data, `at-${at}`) }))
      .filter(({ on, at }) => on !== '' || at !== '');
    return done(params.id ?? '', 'offer', data, () =>
      offerTimes(locals.ctx, params.id ?? '', { times, word: text(data, 'word'), moves: movesIn(data) })
    );
  },
  came: async ({ locals, params, request }) => {
    const data = await request.formData();
    const came = (['talked', 'missed', 'moved'] as const).find((one) => one === text(data, 'came'));
    return done(params.id ?? '', 'came', data, async () => {
      if (!came) throw new Refusal('invalid', { fields: { talk: 'changed' } });
      await sayWhatCame(locals.ctx, params.id ?? '', came, movesIn(data));
    });
  },
  seen: async ({ locals, params, request }) => {
    const data = await request.formData();
    return done(params.id ?? '', 'seen', data, () => sawNo(locals.ctx, params.id ?? '', movesIn(data)));
  }
};
