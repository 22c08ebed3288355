import { circle, ellipse } from '#ui/shapes.ts';
import type { AvatarDrawing } from './avatar.ts';

/** Eight animals, each told by its outline alone. */
export const animals = {
  fox: {
    disc: 'mist',
    shapes: [
      ['coral', 'M9 8l10 7c3-1 7-1 10 0l10-7c1 8 0 13-2 18-2 6-7 12-13 15-6-3-11-9-13-15-2-5-3-10-2-18z'],
      ['white', 'M11 26c4-1 8 2 9 7l4 8c-6-3-11-9-13-15zM37 26c-4-1-8 2-9 7l-4 8c6-3 11-9 13-15z'],
      ['ink', `${circle(18, 24, 0.9)}${circle(30, 24, 0.9)}${ellipse(24, 38.5, 1.8, 1.2)}`]
    ]
  },
  owl: {
    disc: 'lilac',
    shapes: [
      ['wood', 'M9 9c6 3 24 3 30 0-1 5 1 9 1 16 0 10-7 17-16 17S8 35 8 25c0-7 2-11 1-16z'],
      ['cream', `${circle(17, 21, 6.5)}${circle(31, 21, 6.5)}`],
      ['ink', `${circle(17, 21, 1.4)}${circle(31, 21, 1.4)}`],
      ['yellow', 'M24 23.5l3 4.5-3 4-3-4z'],
      ['line', 'M16 36c2.5 2 5 2 8 0 3 2 5.5 2 8 0']
    ]
  },
  cat: {
    disc: 'straw',
    shapes: [
      ['stone', 'M9 7l9 7c4-1 8-1 12 0l9-7c1 6 2 12 2 18 0 9-8 15-17 15S7 34 7 25c0-6 1-12 2-18z'],
      ['ink', `${ellipse(17, 24, 0.7, 1.6)}${ellipse(31, 24, 0.7, 1.6)}`],
      ['coral', 'M21.5 29h5L24 31.5z'],
      [
        'line',
        'M24 32c-1 3-4 3-5.5 1.5M24 32c1 3 4 3 5.5 1.5M11 29l-6-1M11 32l-6 1.5M37 29l6-1M37 32l6 1.5M24 14v4.5M20 15v2.5M28 15v2.5'
      ]
    ]
  },
  hare: {
    disc: 'leaf',
    shapes: [
      ['sand', 'M18 23C12 16 10 4 14 3s8 8 8 17zM30 23c6-7 8-19 4-20s-8 8-8 17z'],
      ['sand', 'M24 18c8 0 13 6 13 12.5S32 43 24 43s-13-6-13-12.5S16 18 24 18z'],
      ['white', ellipse(24, 36, 6.5, 4)],
      ['ink', `${circle(18, 27, 0.9)}${circle(30, 27, 0.9)}`],
      ['coral', 'M21.5 31h5L24 34z'],
      ['line', 'M24 34v2.5']
    ]
  },
  whale: {
    disc: 'straw',
    shapes: [
      [
        'sky',
        'M4 28c0-8 7-14 15-14 7 0 10 6 15 8 1-3 0-6-2-8 4-1 6 0 7 2 1-2 3-3 6-3 0 4-2 7-4 9-2 9-8 16-20 16C11 38 4 35 4 28z'
      ],
      ['white', 'M4.3 30.5c5 2.5 10 2.5 15.7 1 .5 3 2 5 5 6.2C14 39 6 36.5 4.3 30.5z'],
      ['ink', circle(12.5, 25.5, 0.9)],
      ['line', 'M18 10.5V8c-3 0-4.5-2-4-4M18 8c3 0 4.5-2 4-4']
    ]
  },
  turtle: {
    disc: 'lilac',
    shapes: [
      ['sand', 'M9 29h8v8H10zM28 29h8l-1 8h-7zM34 27c0-6 2-9 6-9s5 4 3 7-4 6-9 6z'],
      ['leaf', 'M4 31C4 20 11 12 20 12s16 8 16 19z'],
      ['line', 'M13 31l2.5-9h9l2.5 9M15.5 22L11 16.5M24.5 22l4.5-5.5'],
      ['ink', circle(40, 22, 0.8)]
    ]
  },
  octopus: {
    disc: 'mist',
    shapes: [
      [
        'plum',
        'M13 26v-7c0-7 5-12 11-12s11 5 11 12v7c0 4 3 5 7 4 0 5-6 8-10 6 1 4-1 7-4 7-2 0-3-2-4-4-1 2-2 4-4 4-3 0-5-3-4-7-4 2-10-1-10-6 4 1 7 0 7-4z'
      ],
      ['white', `${circle(19.5, 20.5, 3.4)}${circle(28.5, 20.5, 3.4)}`],
      ['ink', `${circle(20, 21, 0.7)}${circle(28, 21, 0.7)}`],
      ['line', 'M21.5 28c1.5 1 3.5 1 5 0']
    ]
  },
  bee: {
    disc: 'leaf',
    shapes: [
      ['white', 'M23 19C15 18 12 10 16 7s9 3 9 11zM28 18c0-8 5-13 9-11s3 9-5 12z'],
      ['yellow', ellipse(25, 28, 16, 10.5)],
      ['ink', 'M20 18c2-.5 3.5-.6 5-.6v21c-1.5 0-3-.1-5-.5zM31 18.4c1.8.5 3 1 4.5 2v15.2c-1.5 1-2.7 1.5-4.5 2z'],
      ['ink', circle(13.8, 26.5, 0.7)],
      ['line', 'M13 21c-3-1-4-4-3-6M17 18.5c-2-2-2-5 0-7']
    ]
  }
} as const satisfies Record<string, AvatarDrawing>;
