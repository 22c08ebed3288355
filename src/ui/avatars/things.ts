import { box, circle } from '#ui/shapes.ts';
import type { AvatarDrawing } from './avatar.ts';

/** Six things to have with you. */
export const things = {
  headphones: {
    disc: 'straw',
    shapes: [
      ['stone', 'M8 31v-7a16 16 0 0 1 32 0v7h-4v-7a12 12 0 0 0-24 0v7z'],
      ['plum', `${box(6, 27, 10, 15, 4)}${box(32, 27, 10, 15, 4)}`]
    ]
  },
  guitar: {
    disc: 'sky',
    shapes: [
      ['wood', 'M20.5 22c5-5 9-3 10-1 1 3-1 5 1 8s3 8-3 12-14 2-18-3-4-12 1-15 6 0 9-1z'],
      ['bark', 'M22 29l15-21 4 3-15 21z'],
      ['cream', 'M36 9l3-5 6 4-3 5z'],
      ['cream', circle(22, 31, 3.6)],
      ['line', 'M14.5 34.5l5 4']
    ]
  },
  camera: {
    disc: 'coral',
    shapes: [
      ['stone', 'M15 16l3-6h12l3 6z'],
      ['cream', box(6, 15, 36, 24, 4)],
      ['sky', circle(24, 27, 8.5)],
      ['white', circle(24, 27, 3.6)],
      ['yellow', box(34, 19, 4, 3, 1)]
    ]
  },
  skateboard: {
    disc: 'lilac',
    shapes: [
      ['line', 'M14 26v5M34 26v5'],
      ['coral', 'M3 17c4-1 5 4 10 4h22c5 0 6-5 10-4 2 1 2 3 1 4-3 4-6 7-11 7H13c-5 0-8-3-11-7-1-1-1-3 1-4z'],
      ['cream', `${circle(14, 33, 5)}${circle(34, 33, 5)}`],
      ['line', 'M14 33v.1M34 33v.1']
    ]
  },
  plane: {
    disc: 'sky',
    shapes: [
      ['stone', 'M43 8L17 27l1 13 7-9z'],
      ['white', 'M43 8L4 20l13 7zM43 8L22 30l12 9z']
    ]
  },
  compass: {
    disc: 'straw',
    shapes: [
      ['leaf', circle(24, 24, 18)],
      ['white', circle(24, 24, 13)],
      ['coral', 'M31.5 15L27 27l-6-6z'],
      ['sky', 'M16.5 33L21 21l6 6z']
    ]
  }
} as const satisfies Record<string, AvatarDrawing>;
