/** Numbers as the reader's language writes them. Arabic has the digits of the letters and forms around a child here. */
const localeOf = (language: string) => (language === 'ar' ? 'ar-u-nu-latn' : language === 'qps' ? 'en-GB' : language);

/** A whole number such as "1,200". */
export const numberInWords = (language: string, count: number): string => new Intl.NumberFormat(localeOf(language)).format(count);

/** A share such as "94.3%"; `share` is out of a hundred. */
export const percentInWords = (language: string, share: number): string =>
  new Intl.NumberFormat(localeOf(language), { style: 'percent', maximumFractionDigits: 1 }).format(share / 100);
