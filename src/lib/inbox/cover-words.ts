import type { StaffCard } from '#lib/people/staff.ts';
import { firstDayOf, lastDayOf, type Away } from '#lib/routing/away.ts';
import { places } from '#lib/routing/rota.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { BeforeAbsence } from './absence-look.ts';
import { shortName } from './wording.ts';

/** One of a list to choose from. */
export type Choice = Readonly<{ code: string; label: string }>;

/** These people as choices, by name. */
export const asChoices = (cards: ReadonlyMap<string, StaffCard>, ids: readonly string[]): Choice[] =>
  ids
    .flatMap((code) => {
      const card = cards.get(code);
      return card ? [{ code, label: card.name }] : [];
    })
    .sort((one, other) => one.label.localeCompare(other.label));

/** What is wrong with a form about cover, each beside its field. */
export const problemsInWords = (words: Words, fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([field, why]) => [field, words.t(`cover:problems.${field}.${why}`)]));

/** The first and the last day of a time away. */
export const awayInWords = (words: Words, { fromAt, toAt }: Away, now: Date) => ({
  from: dayInWords(words.language, firstDayOf(fromAt), now),
  to: dayInWords(words.language, lastDayOf(toAt), now)
});

type Names = Readonly<{ staffId: string; coverId: string; nameOf: (id: string) => string }>;

/** What to look at before an absence is saved, a sentence each. */
export const beforeInWords = (words: Words, before: BeforeAbsence, { staffId, coverId, nameOf }: Names, now: Date): string[] => [
  ...before.standInAway.map((away) =>
    words.t('cover:before.standInAway', { cover: nameOf(coverId), ...awayInWords(words, away, now) })
  ),
  ...before.standsInFor.map(({ staffId: other, ...away }) =>
    words.t('cover:before.standsInFor', {
      ...{ name: nameOf(staffId), other: nameOf(other), cover: nameOf(coverId) },
      ...awayInWords(words, away, now)
    })
  ),
  ...before.reviews.map(({ child, on, certain }) =>
    words.t(certain ? 'cover:before.review' : 'cover:before.reviewBy', {
      ...{ child: shortName(child), name: nameOf(staffId) },
      day: dayInWords(words.language, on, now)
    })
  )
];

/** Who is asked first, second, third. */
export const placesInWords = (words: Words): Choice[] =>
  places.map((place) => ({ code: String(place), label: words.t(`cover:rota.place.${place}`) }));
