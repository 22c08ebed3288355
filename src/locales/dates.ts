/** Days and times in words, in the reader's language and always on UK time. */

const zone = 'Europe/London';
/** The pseudo-language and English both say dates the British way. */
const localeOf = (language: string) => (language === 'en' || language === 'qps' ? 'en-GB' : language);

/** A calendar day (`YYYY-MM-DD`) such as "Thursday 11 June"; with the year when it is not this year's. */
export function dayInWords(language: string, day: string, now: Date): string {
  const at = new Date(`${day}T12:00:00Z`);
  const thisYear = at.getUTCFullYear() === now.getUTCFullYear();
  // Put together from parts: whether a comma follows the weekday differs between versions of the same language data.
  const parts = new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!thisYear && { year: 'numeric' }),
    timeZone: zone
  }).formatToParts(at);
  return parts.map(({ type, value }) => (type === 'literal' ? value.replace(',', '') : value)).join('');
}

/** A time of day such as "4:12 pm". */
export function timeInWords(language: string, at: string | Date): string {
  return new Intl.DateTimeFormat(localeOf(language), { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: zone }).format(
    new Date(at)
  );
}

/** How long ago a day was, for words such as "today" and "yesterday": whole UK days from `at` to `now`. */
export function daysAgo(at: string | Date, now: Date): number {
  const day = (when: Date) => Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(when));
  return Math.round((day(now) - day(new Date(at))) / 86_400_000);
}

/** ISO weekday numbers (`12345`) as names: "Monday, Tuesday and Wednesday". */
export function weekdaysInWords(language: string, days: string): string {
  const name = new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  const names = [...days].map((digit) => name.format(new Date(Date.UTC(2024, 0, Number(digit)))));
  return new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(names);
}
