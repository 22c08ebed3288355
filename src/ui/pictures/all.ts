import { daily } from './daily.ts';
import { doing } from './doing.ts';
import { objects } from './objects.ts';
import { talking } from './talking.ts';
import type { Drawing } from './paint.ts';

/** The sixteen pictures a child can sign in with. */
export type SignInPicture = keyof typeof objects;

/** Every picture there is: the sixteen, and those that stand beside an answer. */
export type PictureName = SignInPicture | keyof typeof daily | keyof typeof doing | keyof typeof talking;

/** The sixteen in their fixed order: the grid never moves, so that a place can be remembered too. */
export const signInPictures = Object.keys(objects) as readonly SignInPicture[]; // Object.keys forgets the names of a literal

export const pictures: Readonly<Record<PictureName, Drawing>> = {
  ...objects,
  ...daily,
  ...doing,
  ...talking
};
