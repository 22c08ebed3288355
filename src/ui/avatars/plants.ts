import { box, circle } from '#ui/shapes.ts';
import type { AvatarDrawing } from './avatar.ts';

const petals = Array.from({ length: 9 }, (_, at) => {
  const angle = (at / 9) * 2 * Math.PI;
  return circle(Math.round(24 + 11.5 * Math.cos(angle)), Math.round(20 + 11.5 * Math.sin(angle)), 4.6);
}).join('');

/** Five things that grow. */
export const plants = {
  cactus: {
    disc: 'straw',
    shapes: [
      ['leaf', 'M19 31h-3c-5 0-7-2-7-6v-3c0-4 6-4 6 0v2c0 1 1 2 4 2zM29 29h3c5 0 7-2 7-6v-4c0-4-6-4-6 0v3c0 1-1 2-4 2z'],
      ['leaf', 'M18 35V12c0-8 12-8 12 0v23z'],
      ['line', 'M24 12v4M24 21v4M24 30v1'],
      ['coral', 'M13 34h22l-3 10H16z']
    ]
  },
  sunflower: {
    disc: 'mist',
    shapes: [
      ['leaf', 'M24 43c-1-6-6-9-11-8 1 5 5 9 11 8zM24 43c1-6 6-9 11-8-1 5-5 9-11 8z'],
      ['line', 'M24 30v15'],
      ['yellow', petals],
      ['brown', circle(24, 20, 8)]
    ]
  },
  pine: {
    disc: 'mist',
    shapes: [
      ['bark', box(21, 35, 6, 9, 1)],
      ['leaf', 'M24 4l9 11h-4l8 10h-4l8 12H7l8-12h-4l8-10h-4z']
    ]
  },
  clover: {
    disc: 'lilac',
    shapes: [
      ['line', 'M24 22c3 8 7 14 13 18'],
      [
        'leaf',
        'M23 23c-8-5-9-9-9-12 0-5 7-6 9-1 2-5 9-4 9 1 0 3-1 7-9 12zM23 23c5-8 9-9 12-9 5 0 6 7 1 9 5 2 4 9-1 9-3 0-7-1-12-9zM23 23c8 5 9 9 9 12 0 5-7 6-9 1-2 5-9 4-9-1 0-3 1-7 9-12zM23 23c-5 8-9 9-12 9-5 0-6-7-1-9-5-2-4-9 1-9 3 0 7 1 12 9z'
      ],
      ['line', 'M23 17v-3M29 23h3M23 29v3M17 23h-3']
    ]
  },
  mushroom: {
    disc: 'leaf',
    shapes: [
      ['cream', 'M17 24h14c-1 7 0 12 2 17H15c2-5 3-10 2-17z'],
      ['coral', 'M5 26C5 15 13 7 24 7s19 8 19 19c0 2-2 3-4 2.5-10-3-20-3-30 0-2 .5-4-.5-4-2.5z'],
      ['white', `${circle(15, 19, 3.2)}${circle(26, 14, 3)}${circle(34, 21.5, 2.6)}`]
    ]
  }
} as const satisfies Record<string, AvatarDrawing>;
