import { animals } from './animals.ts';
import type { AvatarDrawing } from './avatar.ts';
import { plants } from './plants.ts';
import { skies } from './skies.ts';
import { things } from './things.ts';

/** Every picture a child may put beside their name: no people, no food, no flags, no family. */
export type AvatarName = keyof typeof animals | keyof typeof plants | keyof typeof things | keyof typeof skies;

export const drawings: Readonly<Record<AvatarName, AvatarDrawing>> = {
  ...animals,
  ...plants,
  ...things,
  ...skies
};
