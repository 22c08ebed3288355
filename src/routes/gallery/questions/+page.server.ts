import { fieldWords } from '#lib/journeys/asked.ts';
import { languageOf } from '#locales/languages.ts';
import { wordsFor } from '#locales/words.ts';
import type { PageServerLoad } from './$types';
import { samplesOf } from './samples.ts';
import say from './words.json' with { type: 'json' };

/** `?language=qps` shows the same in the pseudo-language. */
export const load: PageServerLoad = ({ url }) => {
  const language = url.searchParams.get('language') ?? 'en';
  const words = wordsFor({ language, values: say.values });
  return {
    say,
    field: fieldWords(words),
    // The pseudo-language is no language a reader could be told of.
    lang: languageOf(language).offered ? language : undefined,
    direction: words.direction,
    bands: [
      { look: 'mid', title: say.bands['8-11'], kinds: samplesOf('8-11', language) },
      { look: 'teen', title: say.bands['12-17'], kinds: samplesOf('12-17', language) },
      // Adults have the sizes of the teens.
      { look: 'teen', title: say.bands.adult, kinds: samplesOf('adult', language) }
    ]
  };
};
