import type { AvatarName } from '#ui/avatars/all.ts';

/** The looks to choose from; each changes colours and nothing else, and none is named by age or sex. */
export const themes = ['sea', 'forest', 'sunset', 'berry', 'plain', 'night', 'space'] as const;
export type Theme = (typeof themes)[number];

/** The pictures to stand beside a name: none of them is one of the sixteen that a child signs in with. */
export const avatars = [
  ...(['fox', 'owl', 'cat', 'hare', 'whale', 'turtle', 'octopus', 'bee'] as const),
  ...(['cactus', 'sunflower', 'pine', 'clover', 'mushroom'] as const),
  ...(['headphones', 'guitar', 'camera', 'skateboard', 'plane', 'compass'] as const),
  ...(['ringed', 'moon', 'comet', 'rocket', 'sun'] as const)
] as const satisfies readonly AvatarName[];

/** `clear`: Atkinson Hyperlegible Next. `phone`: what the device has, and nothing to fetch. */
export const fonts = ['clear', 'phone'] as const;
export type Font = (typeof fonts)[number];

/** What makes reading easier; each is there or not. */
export const comforts = ['big', 'wide', 'simple'] as const;
export type Comfort = (typeof comforts)[number];

/** How one child wants their own pages. Null: the colours of the device, no picture, the usual letters. */
export type Look = Readonly<{
  theme: Theme | null;
  avatar: AvatarName | null;
  font: Font | null;
  comforts: readonly Comfort[];
}>;

/** Nothing chosen: what a visitor and a worker see, and every child at first. */
export const usual: Look = { theme: null, avatar: null, font: null, comforts: [] };

export const isTheme = (text: unknown): text is Theme => themes.some((theme) => theme === text);
export const isAvatar = (text: unknown): text is AvatarName => avatars.some((avatar) => avatar === text);
export const isFont = (text: unknown): text is Font => fonts.some((font) => font === text);
export const isComfort = (text: unknown): text is Comfort => comforts.some((comfort) => comfort === text);

/** Set once a child has seen, or passed by, the three cards of a first visit. */
const welcomed = 'welcomed';

/** The columns as they are kept. `comfort` holds words with spaces between them. */
export type LookColumns = Readonly<{ look: string | null; avatar: string | null; comfort: string | null }>;

/** Anything a later version wrote and this one does not know is as good as not chosen. */
export function lookOf(row: LookColumns): Look {
  const kept = wordsIn(row);
  return {
    theme: isTheme(row.look) ? row.look : null,
    avatar: isAvatar(row.avatar) ? row.avatar : null,
    font: kept.find(isFont) ?? null,
    comforts: kept.filter(isComfort)
  };
}

export const wasWelcomed = (row: LookColumns): boolean => wordsIn(row).includes(welcomed);

/** The columns to write for `look`; whether the child was welcomed stays as it is. */
export function columnsOf(look: Look, before: LookColumns): LookColumns {
  const kept = [...comforts.filter((one) => look.comforts.includes(one)), look.font, wasWelcomed(before) ? welcomed : null];
  return { look: look.theme, avatar: look.avatar, comfort: kept.filter((one) => one !== null).join(' ') };
}

/** The `comfort` column once the child has been welcomed. */
export const welcomedIn = (before: LookColumns): string =>
  [...wordsIn(before).filter((one) => one !== welcomed), welcomed].join(' ');

const wordsIn = ({ comfort }: LookColumns): string[] => (comfort ?? '').split(' ').filter((word) => word !== '');

/** What `<html>` carries for a look: attribute to value, none for what is usual. Styles read them (src/ui/tokens.css). */
export function attributesOf(look: Look): Readonly<Record<string, string>> {
  return {
    ...(look.theme && { 'data-theme': look.theme }),
    ...(look.font && { 'data-font': look.font }),
    ...(look.comforts.includes('big') && { 'data-size': 'big' }),
    ...(look.comforts.includes('wide') && { 'data-spacing': 'wide' }),
    ...(look.comforts.includes('simple') && { 'data-simple': 'yes' })
  };
}
