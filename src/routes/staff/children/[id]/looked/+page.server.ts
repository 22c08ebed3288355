import { momentInWords } from '#lib/inbox/wording.ts';
import { lookedInWords } from '#lib/looking/looked-words.ts';
import { whoLookedFor } from '#lib/looking/looking.server.ts';
import type { PageServerLoad } from './$types';

const blank = { who: '', when: '' };

/** Who looked at a child, for whoever has them and for their advocate. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx, words } = locals;
  const looked = await whoLookedFor(ctx, params.id);
  // An advocate has no page about the child.
  const advocate = ctx.actor.kind === 'staff' && ctx.actor.roles.includes('advocate');
  return {
    backTo: advocate ? '/staff' : `/staff/children/${params.id}`,
    say: words.section('looked', blank),
    lead: words.t('staff:lookedLead'),
    lines: looked.map((line) => ({ id: line.id, text: lookedInWords(words, line, momentInWords(words, line.at, ctx.now)) }))
  };
};
