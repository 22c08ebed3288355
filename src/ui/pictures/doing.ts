import { box, circle } from '#ui/shapes.ts';
import type { Drawing } from './paint.ts';

/** What one does: school, hobbies, out and about, and what matters to one. */
export const doing = {
  school: [
    ['free', 'M19 7V6a5 5 0 0 1 10 0v1'],
    ['coral', box(5, 25, 8, 13, 2.5)],
    ['coral', box(35, 25, 8, 13, 2.5)],
    ['plum', 'M11 20a13 13 0 0 1 26 0v20a3 3 0 0 1-3 3H14a3 3 0 0 1-3-3z'],
    ['yellow', box(16, 27, 16, 11, 2.5)],
    ['line', 'M16 32h16M19 19h10']
  ],
  hobby: [
    ['cream', circle(14, 33, 5)],
    ['cream', circle(34, 33, 5)],
    ['coral', 'M2 18l4-2c2 4 4 6 7 6h22c3 0 5-2 7-6l4 2c-2 7-5 10-10 10H12c-5 0-8-3-10-10z']
  ],
  sport: [
    ['coral', circle(24, 24, 18)],
    ['line', 'M24 6v36M6 24h36M11.5 11.2c7.5 7.5 7.5 18.1 0 25.6M36.5 11.2c-7.5 7.5-7.5 18.1 0 25.6']
  ],
  music: [
    ['free', 'M9 29v-4a15 15 0 0 1 30 0v4'],
    ['coral', box(4, 26, 11, 17, 4)],
    ['coral', box(33, 26, 11, 17, 4)]
  ],
  art: [
    ['wood', 'M24 5C12 5 4 14 4 24s8 19 19 19c4 0 5-3 4-6-1-4 1-6 5-6h4c5 0 8-3 8-8C44 12 35 5 24 5z'],
    ['coral', circle(14, 17, 3.4)],
    ['yellow', circle(24, 12, 3.4)],
    ['leaf', circle(34, 18, 3.4)],
    ['sky', circle(13, 28, 3.4)]
  ],
  games: [
    ['plum', 'M14 12h20c8 0 12 9 12 20 0 8-7 9-10 4l-4-6H16l-4 6c-3 5-10 4-10-4 0-11 4-20 12-20z'],
    ['line', 'M15 17v8M11 21h8'],
    ['yellow', circle(31, 18.5, 2.4)],
    ['coral', circle(36, 23.5, 2.4)]
  ],
  outside: [
    ['wood', 'M21 27h6v16h-6z'],
    ['leaf', 'M24 4c7 0 10 5 9 10 6 1 8 7 5 11-2 5-7 6-14 6s-12-1-14-6c-3-4-1-10 5-11-1-5 2-10 9-10z'],
    ['free', 'M5 43h38']
  ],
  reading: [
    ['yellow', box(9, 8, 28, 10, 2)],
    ['sky', box(6, 18, 33, 11, 2)],
    ['coral', box(8, 29, 36, 13, 2)],
    ['line', 'M15 8v10M31 8v10M13 18v11M15 29v13M37 29v13']
  ],
  swimming: [
    ['sand', 'M6 27l13-13c2-2 5-2 6 1l6 13h-8l-4-8-7 8z'],
    ['coral', circle(36, 19, 6.5)],
    ['sky', 'M2 29c4-3.5 8-3.5 11 0s8 3.5 11 0 8-3.5 11 0 8 3.5 11 0v13H2z'],
    ['line', 'M10 37c3-2 5-2 8 0s5 2 8 0 5-2 8 0']
  ],
  cooking: [
    ['wood', 'M29 31l4-4 12 11a3 3 0 0 1-4 4z'],
    ['stone', circle(20, 21, 16)],
    ['white', 'M13 14c4-4 11-3 13 1 5 1 5 8 1 11-3 3-7 3-9 1-6 1-9-8-5-13z'],
    ['yellow', circle(20, 21, 4)]
  ],
  faith: [
    ['yellow', 'M24 3c6 7 6 13 0 13s-6-6 0-13z'],
    ['cream', box(17, 20, 14, 19, 2)],
    ['wood', 'M8 37h32c0 4-4 6-8 6H16c-4 0-8-2-8-6z'],
    ['free', 'M24 16v4']
  ],
  celebrate: [
    ['cream', 'M7 27h34v15H7z'],
    ['coral', 'M7 24c0-4 3-6 6-6h22c3 0 6 2 6 6v5c-2.8 4-5.7 4-8.5 0-2.8 4-5.7 4-8.5 0-2.8 4-5.7 4-8.5 0-2.8 4-5.7 4-8.5 0z'],
    ['sky', 'M14 11h4v7h-4zM30 11h4v7h-4z'],
    ['leaf', 'M22 11h4v7h-4z'],
    ['yellow', 'M16 3c2.5 3.5 2.5 6 0 6s-2.5-2.5 0-6zM24 3c2.5 3.5 2.5 6 0 6s-2.5-2.5 0-6zM32 3c2.5 3.5 2.5 6 0 6s-2.5-2.5 0-6z']
  ],
  feelings: [
    ['yellow', circle(17, 18, 14)],
    ['ink', `${circle(12.5, 15, 1.2)}${circle(21.5, 15, 1.2)}`],
    ['line', 'M11 22c3.5 4 8.5 4 12 0'],
    ['sky', circle(33, 32, 12)],
    ['ink', `${circle(29, 29.5, 1.2)}${circle(37, 29.5, 1.2)}`],
    ['line', 'M29 37.5c2.5-2.5 5.5-2.5 8 0']
  ],
  help: [
    ['coral', circle(24, 24, 19) + circle(24, 24, 8)],
    [
      'cream',
      'M18.5 5.8l2.2 10.9a8 8 0 0 1 6.6 0l2.2-10.9a19 19 0 0 0-11 0zM18.5 42.2l2.2-10.9a8 8 0 0 0 6.6 0l2.2 10.9a19 19 0 0 1-11 0zM5.8 18.5l10.9 2.2a8 8 0 0 0 0 6.6L5.8 29.5a19 19 0 0 1 0-11zM42.2 18.5l-10.9 2.2a8 8 0 0 1 0 6.6l10.9 2.2a19 19 0 0 0 0-11z'
    ]
  ]
} as const satisfies Record<string, Drawing>;
