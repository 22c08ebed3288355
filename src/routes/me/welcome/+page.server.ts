import { redirect, type Actions } from '@sveltejs/kit';
import { setWelcomed } from '#lib/children/looks.server.ts';
import { childHere } from '#lib/home/way.server.ts';
import { besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** The cards of a first visit, in order. Each stands at an address of its own, so that Back goes back. */
const cards = ['reads', 'tells', 'leave'] as const;

export const load: PageServerLoad = ({ locals, url }) => {
  const { words, reader } = locals;
  const at = Math.min(Math.max(Math.trunc(Number(url.searchParams.get('card') ?? 1)) || 1, 1), cards.length);
  const card = cards[at - 1] ?? 'reads';
  const say = words.section('welcome', { at, of: cards.length });
  const part = card === 'reads' && reader.readsNow === null ? 'team' : card;
  return {
    say,
    card,
    title: say[part].title,
    // Who reads it, who else must know and how to leave: the first words about safety that a child reads here.
    said: besideEach(words, `welcome:${part}`, ['one', 'two']),
    face: reader.readsNow,
    step: { at, of: cards.length },
    before: at > 1 ? `?card=${at - 1}` : null,
    after: at < cards.length ? `?card=${at + 1}` : null
  };
};

export const actions: Actions = {
  done: async ({ locals }) => {
    await setWelcomed(locals.ctx, childHere(locals.ctx));
    redirect(303, '/me');
  }
};
