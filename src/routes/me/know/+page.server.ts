import { guidesOf } from '#lib/home/knowing.server.ts';
import type { PageServerLoad } from './$types';

/** What a child can read about: who is there for them, their review, and what they can ask for. */
export const load: PageServerLoad = async ({ locals }) => {
  const { title, lead, all, alone } = locals.words.section('guides', { day: '', number: '' });
  const young = locals.reader.band === '4-7';
  return {
    say: { title, lead: young ? alone : lead, all },
    layout: young || locals.reader.band === '8-11' ? ('tiles' as const) : ('rows' as const),
    guides: (await guidesOf(locals)).map(({ page, title, lead, picture, icon }) => ({
      ...{ href: `/me/know/${page}`, title, picture, icon },
      detail: young ? undefined : lead
    }))
  };
};
