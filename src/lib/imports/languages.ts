/** Languages as case systems write them, and their codes (BCP 47). A code that is here may also stand by itself. */
export const languageNames: Readonly<Record<string, string>> = {
  english: 'en', welsh: 'cy', cymraeg: 'cy', arabic: 'ar', polish: 'pl', somali: 'so', vietnamese: 'vi', urdu: 'ur',
  punjabi: 'pa', panjabi: 'pa', bengali: 'bn', sylheti: 'syl', gujarati: 'gu', tamil: 'ta', hindi: 'hi', romanian: 'ro',
  portuguese: 'pt', spanish: 'es', french: 'fr', italian: 'it', german: 'de', lithuanian: 'lt', latvian: 'lv', russian: 'ru',
  ukrainian: 'uk', bulgarian: 'bg', hungarian: 'hu', slovak: 'sk', czech: 'cs', albanian: 'sq', turkish: 'tr', greek: 'el',
  kurdish: 'ku', sorani: 'ckb', farsi: 'fa', persian: 'fa', dari: 'prs', pashto: 'ps', tigrinya: 'ti', amharic: 'am',
  oromo: 'om', swahili: 'sw', lingala: 'ln', shona: 'sn', yoruba: 'yo', igbo: 'ig', hausa: 'ha', twi: 'tw', akan: 'ak',
  chinese: 'zh', mandarin: 'zh', cantonese: 'yue', japanese: 'ja', korean: 'ko', thai: 'th', tagalog: 'tl', nepali: 'ne',
  sinhala: 'si', malayalam: 'ml', telugu: 'te', romani: 'rom', irish: 'ga', gaelic: 'gd',
  'british sign language': 'bfi', bsl: 'bfi', makaton: 'en'
};

const codes = new Set(Object.values(languageNames));

/** The code of a language by its code (`pl`, `en-GB`) or English name (`Polish`); null when we do not know it. */
export function languageCode(text: string): string | null {
  const plain = text.trim().toLowerCase();
  const [base = ''] = plain.split(/[-_]/);
  return languageNames[plain] ?? (codes.has(base) ? base : null);
}
