import { open, type OpenPage } from '#lib/guides/guides.ts';
import type { PageServerLoad } from './$types';

const pages = Object.keys(open) as readonly OpenPage[]; // Object.keys forgets the names of a literal

/** Which guides there are, for anybody. */
export const load: PageServerLoad = ({ locals }) => {
  const say = locals.words.section('guides', { day: '', number: '' }).open;
  const waysOf = (adults: boolean) =>
    pages.filter((page) => (open[page].audience === 'adults') === adults).map((page) => ({ page, title: say[page] }));
  return { say, children: waysOf(false), adults: waysOf(true) };
};
