import { redirect, type Actions } from '@sveltejs/kit';
import { beginWay, readingAs, wayToShow } from '#lib/home/way.server.ts';
import { blanks } from '#lib/home/blanks.ts';
import { carryOn } from '#lib/journeys/walk.ts';
import { handedBy } from '#lib/sign-in/devices/kiosk.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside, besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** Who reads it, what must be told to others, and that nobody sees it until it is sent: said before, not after. */
export const load: PageServerLoad = async ({ locals }) => {
  const way = await wayToShow(locals.ctx);
  const handedFrom = await handedBy(locals.ctx);
  return {
    say: locals.words.section('say', blanks).start,
    beside: besideEach(locals.words, 'say:start', ['reads', 'standIn', 'choose', 'nobody', 'safe', 'leave', 'cardOnly']),
    // Where somebody looks, not even that something was begun.
    going: mayShowThatHeard(locals.ctx.actor) && way !== null && Object.keys(way.draft.body.answers).length > 0,
    cardOnly: locals.ctx.actor.assurance === 'card',
    theirs: handedFrom === null ? null : beside(locals.words, 'handed:lead', { name: handedFrom }),
    face: locals.reader.readsNow
  };
};

export const actions: Actions = {
  start: async ({ locals }) => {
    const way = await beginWay(locals.ctx, { ...readingAs(locals.reader), language: locals.words.language });
    const onward = carryOn(way.form, way.progress);
    redirect(303, onward ? `/me/say/${onward.code}` : '/me/check');
  }
};
