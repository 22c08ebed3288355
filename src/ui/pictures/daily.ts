import { box, circle, ellipse } from '#ui/shapes.ts';
import type { Drawing } from './paint.ts';

/** Things of a day: where one lives, eats, sleeps, what one wears and looks after. */
export const daily = {
  bed: [
    ['wood', box(3, 11, 5, 31, 1.5)],
    ['wood', 'M40 35h5v7h-5z'],
    ['cream', 'M8 27h37v9H8z'],
    ['white', box(9, 20, 12, 8, 3)],
    ['sky', 'M20 22h20a5 5 0 0 1 5 5v5H20z']
  ],
  food: [
    ['leaf', 'M12 21c-1-7 5-11 10-8l2 8z'],
    ['coral', circle(29, 16, 7)],
    ['yellow', 'M18 22c0-5 9-7 12 0z'],
    ['sky', 'M4 22h40c0 11-7 19-14 19H18C11 41 4 33 4 22z'],
    ['line', 'M10 28c1 3 2.5 5 4.5 6.5']
  ],
  house: [
    ['cream', 'M9 21h30v21H9z'],
    ['coral', 'M24 5L3 23h42z'],
    ['wood', box(13, 28, 9, 14, 1)],
    ['sky', box(27, 27, 8, 8, 1)]
  ],
  door: [
    ['cream', box(8, 4, 32, 40, 2)],
    ['wood', 'M13 9h22v35H13z'],
    ['line', 'M18 14h12v9H18zM18 28h12v10H18z'],
    ['yellow', circle(32, 26, 1.8)],
    ['free', 'M3 44h42']
  ],
  chair: [
    ['free', 'M16 21v6M32 21v6M13 31v13M35 31v13'],
    ['leaf', box(12, 4, 24, 17, 4)],
    ['wood', box(9, 26, 30, 6, 2)]
  ],
  sleep: [
    ['yellow', 'M27 6a18 18 0 1 0 15 26A16 16 0 0 1 27 6z'],
    ['free', 'M34 7h8l-8 9h8M31 20h5l-5 6h5']
  ],
  teeth: [
    [
      'white',
      'M24 11c4-4 9-5 13-3 5 3 5 11 3 17-1.5 5-2 16-6 17-4.5.5-3-13-10-13s-5.5 13.5-10 13c-4-1-4.5-12-6-17-2-6-2-14 3-17 4-2 9-1 13 3z'
    ],
    ['line', 'M18 11c4 3 8 4 12 3']
  ],
  eyes: [
    ['free', 'M21 25c1.5-2 4.5-2 6 0M4 23l4-10M44 23l-4-10'],
    ['sky', circle(12.5, 27, 9)],
    ['sky', circle(35.5, 27, 9)],
    ['line', 'M8.5 27a4 4 0 0 1 4-4M31.5 27a4 4 0 0 1 4-4']
  ],
  health: [
    ['wood', 'M8 31L31 8a6.4 6.4 0 0 1 9 9L17 40a6.4 6.4 0 0 1-9-9z'],
    ['cream', 'M25.5 13.5l9 9-12 12-9-9z'],
    ['ink', `${circle(24, 20, 0.7)}${circle(20, 24, 0.7)}${circle(28, 24, 0.7)}${circle(24, 28, 0.7)}`]
  ],
  clothes: [
    ['plum', 'M16 6c2 5 14 5 16 0l9 4 5 13-8 3-2-4v21H12V22l-2 4-8-3L7 10z'],
    ['line', 'M36 22v-6M12 22v-6']
  ],
  hair: [
    ['free', 'M9 23v15M15 23v15M21 23v15M27 23v15M33 23v15M39 23v15'],
    ['coral', box(4, 11, 40, 12, 4)]
  ],
  phone: [
    ['sky', box(12, 3, 24, 42, 5)],
    ['cream', box(16.5, 9, 15, 25, 1)],
    ['line', 'M22 39.5h4']
  ],
  wifi: [
    ['free', 'M7 18a25 25 0 0 1 34 0M13 25a16 16 0 0 1 22 0'],
    ['plum', box(7, 33, 34, 10, 3)],
    ['ink', `${circle(14, 38, 0.9)}${circle(20, 38, 0.9)}`],
    ['line', 'M28 38h7'],
    ['free', 'M24 33v-2']
  ],
  money: [
    ['yellow', circle(33, 15, 10)],
    ['yellow', circle(19, 28, 15)],
    ['line', 'M24 23a4.5 4.5 0 0 0-9 1v11M11.5 29.5h9M12 35.5h13']
  ],
  privacy: [
    ['free', 'M15 22v-7a9 9 0 0 1 18 0v7'],
    ['yellow', box(8, 21, 32, 22, 4)],
    ['ink', `${circle(24, 30, 2)}`],
    ['line', 'M24 31v5']
  ],
  pets: [
    ['stone', 'M8 7l10 7c4-1.3 8-1.3 12 0l10-7v20c0 9-7 15-16 15S8 36 8 27z'],
    ['ink', `${ellipse(18, 26, 1.2, 2)}${ellipse(30, 26, 1.2, 2)}M22 31h4l-2 2.3z`],
    ['line', 'M24 33c-1 2-3 2.5-5 1.5M24 33c1 2 3 2.5 5 1.5M20 14v4M24 13.5v5M28 14v4'],
    ['free', 'M12 31L3 29M12 34l-8 3M36 31l9-2M36 34l8 3']
  ]
} as const satisfies Record<string, Drawing>;
