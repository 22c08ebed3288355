import { paints, type Paint } from '#ui/pictures/paint.ts';

/** The discs an avatar stands on: the house colours, and a dusk for what is seen at night. */
export const discs = {
  ...paints,
  dusk: '#2d3a63',
  mist: '#d5e6ea',
  lilac: '#ddd0ef',
  straw: '#ffe39b'
} as const;

/** One avatar on a 48 grid: its disc, then its shapes from back to front. */
export type AvatarDrawing = Readonly<{
  disc: keyof typeof discs;
  shapes: readonly (readonly [paint: Paint, path: string])[];
}>;
