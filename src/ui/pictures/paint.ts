/** The flat colours of the house drawings; `line` is outline only, `free` is a line with nothing behind it, so it takes the colour of the text. */
export const paints = {
  coral: '#f08a6c',
  leaf: '#7dba8c',
  sky: '#8cc7da',
  plum: '#b49ad6',
  wood: '#d9a46c',
  bark: '#7c4a2b',
  cream: '#fff4dc',
  white: '#ffffff',
  yellow: '#ffd25a',
  stone: '#aab4bf',
  brown: '#8b5a3c',
  sand: '#f0c9a4',
  ink: '#17212b',
  line: 'none',
  free: 'none'
} as const;

export type Paint = keyof typeof paints;

/** Only scenes use these: an evening street, and lines that are not ink. */
export const scenePaints = {
  ...paints,
  night: '#2d3a63',
  hill: '#3f6b5a',
  block: '#3a4866',
  street: '#4f5f87',
  glass: '#5f8598',
  moon: '#ffd98a',
  glow: 'none',
  grain: 'none'
} as const;

export type ScenePaint = keyof typeof scenePaints;

/** A scene, on a grid as wide and high as it says. */
export type SceneDrawing = Readonly<{
  width: number;
  height: number;
  shapes: readonly (readonly [paint: ScenePaint, path: string])[];
}>;

/** One drawing on a 48 grid: its shapes from back to front, each a paint and path data. */
export type Drawing = readonly (readonly [paint: Paint, path: string])[];
