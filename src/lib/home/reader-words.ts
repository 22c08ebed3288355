import type { Council } from '#lib/council/council.ts';
import { languageOf } from '#locales/languages.ts';
import { wordsFor, type Values, type Words } from '#locales/words.ts';
import type { Reader } from './home.ts';

/** The words of whoever reads this page: their language and band, their council's terms, the people of their pages. */
export function wordsOf(reader: Reader, council: Council): Words {
  const { code } = languageOf(reader.language);
  const values = valuesIn(code, reader, council);
  return wordsFor({
    language: code,
    band: reader.band,
    values,
    english: code === 'en' ? values : valuesIn('en', reader, council)
  });
}

/** What stands in every sentence of a language. English terms come first: what a language has no form of its own for. */
function valuesIn(language: string, reader: Reader, council: Council): Values {
  const { iro, iros, ...terms } = council.terms;
  return {
    ...terms,
    iroRole: iro,
    iroRoles: iros,
    ...council.termsIn[language],
    product: council.product,
    council: council.name,
    called: reader.called ?? '',
    child: reader.child ?? '',
    // Whoever reads it now: the child's IRO, the person standing in, or (nobody allocated) the team.
    iro: reader.readsNow?.called ?? wordsFor({ language, band: reader.band, values: {} }).t('common:team')
  };
}
