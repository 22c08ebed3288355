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

/** One drawing on a 48 grid: its shapes from back to front, each a paint and path data. */
export type Drawing = readonly (readonly [paint: Paint, path: string])[];
