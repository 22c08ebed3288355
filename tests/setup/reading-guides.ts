/** What readers of the guides meet, guide by guide, as the built-in words say it. */
import { guides, type Audience } from '#lib/guides/guides.ts';
import type { Words } from '#locales/words.ts';

/** By the name of the guide: its title, its lead and every paragraph; `called` is how the words name the reviewing officer. */
export const guideScreens = (words: Words, audience: Audience, called: string): Map<string, string[]> =>
  new Map(
    guides[audience].map(({ code, paragraphs }) => {
      const say = (key: string) => words.t(`guide-${audience}:${code}.${key}`, { iro: called, number: '0800 1111' });
      const said = paragraphs.flatMap(({ code: paragraph, titled }) => [
        ...(titled ? [say(`${paragraph}.title`)] : []),
        say(`${paragraph}.text`)
      ]);
      return [`guide: ${code}`, [say('title'), say('lead'), ...said]];
    })
  );
