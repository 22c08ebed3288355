/**
 * What no message may say, in any language we write: a telephone lies on a table, and whoever reads over a shoulder must not learn
 * what it is about. Beginnings of words; names come from the data, never from here.
 */
export const bannedWords: Readonly<Record<string, readonly string[]>> = {
  en: [
    'care',
    'carer',
    'caring',
    'review',
    'iro',
    'reviewing',
    'social',
    'council',
    'safeguard',
    'child',
    'kid',
    'boy',
    'girl',
    'young',
    'parent',
    'mother',
    'father',
    'mum',
    'dad',
    'family',
    'foster',
    'placement',
    'adopt',
    'court',
    'school',
    'advocate',
    'complain',
    'worr',
    'unsafe',
    'hurt',
    'abuse',
    'harm',
    'police',
    'meeting'
  ],
  cy: [
    'gofal',
    'adolyg',
    'cymdeithasol',
    'cyngor',
    'gyngor',
    'diogelu',
    'plentyn',
    'blentyn',
    'plant',
    'blant',
    'rhiant',
    'rhieni',
    'mam',
    'tad',
    'teulu',
    'maeth',
    'llys',
    'ysgol',
    'eiriol',
    'cwyn',
    'heddlu',
    'cyfarfod'
  ],
  ar: [
    'رعاية',
    'الرعاية',
    'مراجعة',
    'المراجعة',
    'اجتماعي',
    'مجلس',
    'حماية',
    'طفل',
    'الطفل',
    'أطفال',
    'والد',
    'أم ',
    'أب ',
    'أسرة',
    'عائلة',
    'محكمة',
    'مدرسة',
    'محام',
    'شكوى',
    'شرطة'
  ]
};

/** The words of the list that a text has, whatever language it is in. */
export function bannedIn(text: string): string[] {
  const words = text.toLowerCase();
  return Object.values(bannedWords)
    .flat()
    .filter((word) => new RegExp(`(?<![\\p{L}])${word}`, 'u').test(words));
}
