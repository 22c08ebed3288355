/** Days and times in words, in the reader's language and always on UK time. */

const zone = 'Europe/London';
/** The pseudo-language and English both say dates the British way; Arabic has the digits of the letters and forms around a child here. */
const locales: Readonly<Record<string, string>> = { en: 'en-GB', qps: 'en-GB', ar: 'ar-u-nu-latn' };
const localeOf = (language: string) => locales[language] ?? language;

const made = new Map<string, Intl.DateTimeFormat>();
/** Made once for each language: to make one takes far longer than to use it, and a list says a day in every row. */
function formatIn(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = locale + JSON.stringify(options);
  const format = made.get(name) ?? new Intl.DateTimeFormat(locale, options);
  made.set(name, format);
  return format;
}

/**
 * A calendar day (`YYYY-MM-DD`) such as "Thursday 11 June"; with the year when it is not this year's. `now` null: always with
 * the year, as on a letter that somebody may keep.
 */
export function dayInWords(language: string, day: string, now: Date | null): string {
  const at = new Date(`${day}T12:00:00Z`);
  const thisYear = at.getUTCFullYear() === now?.getUTCFullYear();
  // Put together from parts: whether a comma follows the weekday differs between versions of the same language data.
  const parts = formatIn(localeOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!thisYear && { year: 'numeric' }),
    timeZone: zone
  }).formatToParts(at);
  const said = parts.map(({ type, value }) => (type === 'literal' ? value.replace(/[,،]/, '') : value)).join('');
  // In Welsh a weekday stands inside sentences with a small letter: "cyn dydd Iau".
  return language === 'cy' ? said.replace(/^Dydd/, 'dydd') : said;
}

/** A time of day such as "4:12 pm". */
export function timeInWords(language: string, at: string | Date): string {
  const said = formatIn(localeOf(language), {
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZone: zone
  }).format(new Date(at));
  return language === 'cy' ? said.replace(/AM$/i, 'yb').replace(/PM$/i, 'yh') : said;
}

/** How long ago a day was, for words such as "today" and "yesterday": whole UK days from `at` to `now`. */
export function daysAgo(at: string | Date, now: Date): number {
  const day = (when: Date) => Date.parse(formatIn('en-CA', { timeZone: zone, dateStyle: 'short' }).format(when));
  return Math.round((day(now) - day(new Date(at))) / 86_400_000);
}

/** ISO weekday numbers (`12345`) as names: "Monday, Tuesday and Wednesday". */
export function weekdaysInWords(language: string, days: string): string {
  const name = formatIn(localeOf(language), { weekday: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  const names = [...days].map((digit) => name.format(new Date(Date.UTC(2024, 0, Number(digit)))));
  return listInWords(language, names);
}

/** Names as one says them together: "Mum, Dee and Sam". */
export function listInWords(language: string, names: readonly string[]): string {
  if (language !== 'cy') return new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(names);
  // The language data leaves it open ("a(c)"): "ac" stands before a vowel.
  const [last = ''] = names.slice(-1);
  const and = /^[aeiouwyâêîôûŵŷ]/i.test(last) ? 'ac' : 'a';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${and} ${last}`;
}

/** An hour of a day as a clock shows it (`16:00`), in words: "4:00 pm". It is an hour of the place, and no instant. */
export function clockInWords(language: string, clock: string): string {
  const said = formatIn(localeOf(language), { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'UTC' }).format(
    new Date(`2024-01-01T${clock}:00Z`)
  );
  return language === 'cy' ? said.replace(/AM$/i, 'yb').replace(/PM$/i, 'yh') : said;
}
