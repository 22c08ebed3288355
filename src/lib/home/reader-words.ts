import type { Council } from '#lib/council/council.ts';
import { wordsFor, type Words } from '#locales/words.ts';
import type { Reader } from './home.ts';

/** The words of one reader: their language and band, with the council's terms and whoever reads what they say. */
export function wordsOf(reader: Reader, council: Council): Words {
  const { review, reviews, aReview, iro, iros, familyTime } = council.terms;
  const plain = wordsFor({ language: reader.language, band: reader.band, values: { product: council.product } });
  return wordsFor({
    language: reader.language,
    band: reader.band,
    values: {
      product: council.product,
      council: council.name,
      review,
      reviews,
      aReview,
      iroRole: iro,
      iroRoles: iros,
      familyTime,
      called: reader.called ?? '',
      // Whoever reads it now: the child's IRO, the person standing in, or (nobody allocated) the team.
      iro: reader.readsNow?.called ?? plain.t('common:team')
    }
  });
}
