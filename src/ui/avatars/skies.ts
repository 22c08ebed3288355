import { box, circle } from '#ui/shapes.ts';
import type { AvatarDrawing } from './avatar.ts';

const rays = Array.from({ length: 20 }, (_, at) => {
  const [angle, far] = [(at / 20) * 2 * Math.PI, at % 2 === 0 ? 21 : 14];
  return `${at === 0 ? 'M' : 'L'}${Math.round(24 + far * Math.sin(angle))} ${Math.round(24 - far * Math.cos(angle))}`;
}).join('');

/** Five things to look up at. */
export const skies = {
  ringed: {
    disc: 'dusk',
    shapes: [
      ['yellow', circle(24, 23, 12)],
      [
        'coral',
        'M13 21C6 25 2 30 3.5 33c2 4 15 2 26-4s17-13 15-17c-1-3-6-3-12-1 4 0 6 0 6.5 2 1 3-5 7-12 11s-15 6-16 4c-.7-2 .5-4 2-7z'
      ],
      ['white', `${circle(10, 12, 0.5)}${circle(36, 39, 0.5)}`]
    ]
  },
  moon: {
    disc: 'dusk',
    shapes: [
      ['yellow', 'M29 7a18 18 0 1 0 12 26A16 16 0 0 1 29 7z'],
      ['cream', `${circle(16, 25, 2.6)}${circle(23, 35, 2)}`],
      ['white', 'M37 12l1.3 3.7L42 17l-3.7 1.3L37 22l-1.3-3.7L32 17l3.7-1.3z']
    ]
  },
  comet: {
    disc: 'dusk',
    shapes: [
      ['coral', 'M42 7L10 24c-2 8 3 15 9 16 4 1 7-1 8-4z'],
      ['yellow', 'M36 13L14 25l12 10z'],
      ['cream', circle(18, 31, 9)],
      ['stone', `${circle(16, 29, 1.6)}${circle(21, 34, 1)}`],
      ['white', `${circle(36, 30, 0.5)}${circle(15, 12, 0.5)}`]
    ]
  },
  rocket: {
    disc: 'lilac',
    shapes: [
      ['yellow', 'M19 33c0 5 2 9 5 12 3-3 5-7 5-12z'],
      ['coral', 'M17 19c-6 3-8 8-7 15l8-5zM31 19c6 3 8 8 7 15l-8-5z'],
      ['white', 'M24 3c8 6 10 15 8 27H16C14 18 16 9 24 3z'],
      ['sky', circle(24, 18, 4.2)],
      ['stone', box(18.5, 30, 11, 4, 1)]
    ]
  },
  sun: {
    disc: 'sky',
    shapes: [
      ['coral', `${rays}z`],
      ['yellow', circle(24, 24, 11)]
    ]
  }
} as const satisfies Record<string, AvatarDrawing>;
