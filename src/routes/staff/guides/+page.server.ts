import { dayOf } from '#lib/context.ts';
import { guidesToEdit } from '#lib/guides/editing.server.ts';
import { audiences, isAudience, open, placeName, type Audience } from '#lib/guides/guides.ts';
import { wordsOf } from '#lib/home/reader-words.ts';
import { dayInWords } from '#locales/dates.ts';
import { offeredLanguage, offeredLanguages } from '#locales/languages.ts';
import type { PageServerLoad } from './$types';

/** Every guide, paragraph by paragraph: whose words each has. For managers and administrators. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, reader, council } = locals;
  const asked = url.searchParams.get('for') ?? '';
  const audience: Audience = isAudience(asked) ? asked : '8-11';
  const language = offeredLanguage(url.searchParams.get('in'))?.code ?? 'en';
  const guides = await guidesToEdit(ctx, wordsOf({ ...reader, language }, council), audience);
  const say = words.section('guide-desk', { count: 0, day: '', names: '', who: '', when: '', iroBegins: '' });
  return {
    say,
    audience,
    language,
    audiences: audiences.map((code) => ({ code, name: say.audiences[code] })),
    languages: offeredLanguages.map(({ code, name }) => ({ code, name })),
    guides: guides.map(({ code: guide, title, paragraphs }) => ({
      code: guide,
      title,
      see: seenAt(audience, guide),
      paragraphs: paragraphs.map(({ code, title, whose, changedAt, behind }, at) => ({
        href: `/staff/guides/${placeName({ audience, guide, paragraph: code, language })}`,
        title: title ?? words.t('guide-desk:part', { count: at + 1 }),
        whose: say.state[whose],
        own: whose !== 'built-in',
        changed: changedAt && words.t('guide-desk:on', { day: dayInWords('en', dayOf(new Date(changedAt)), ctx.now) }),
        behind: behind ? say.behind : null
      }))
    }))
  };
};

/** Where anybody reads it. */
function seenAt(audience: Audience, guide: string): string {
  const found = Object.entries(open).find(([, one]) => one.audience === audience && (one.guide === null || one.guide === guide));
  return `/guide/${found?.[0] ?? ''}#${guide}`;
}
