import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

const homes: Readonly<Record<string, string>> = { child: '/me', staff: '/staff' };

/**
 * The page that is not there, to the letter as an address nobody ever made, where the hooks lead from a hidden door.
 * They cannot ask for such an address itself: one that no route has is looked for outside, by this server's own name.
 */
export const load: PageServerLoad = ({ locals: { words, ctx } }) => {
  const say = (part: string) => words.t(`errors:not-found.${part}`);
  error(404, {
    message: 'not-found',
    problem: 'not-found',
    title: say('title'),
    text: say('text'),
    action: say('action'),
    home: homes[ctx.actor.kind] ?? '/'
  });
};
