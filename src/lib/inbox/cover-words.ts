import type { StaffCard } from '#lib/people/staff.ts';
import { places } from '#lib/routing/rota.ts';
import type { Words } from '#locales/words.ts';

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

/** Who is asked first, second, third. */
export const placesInWords = (words: Words): Choice[] =>
  places.map((place) => ({ code: String(place), label: words.t(`cover:rota.place.${place}`) }));
