import { box, circle, ellipse } from '#ui/shapes.ts';
import type { Drawing } from './paint.ts';

/** People, and the ways they meet, write and plan. */
export const talking = {
  family: [
    ['wood', box(3, 6, 42, 36, 3)],
    ['cream', box(9, 12, 30, 24, 1)],
    ['coral', 'M11 36c0-6 3-9 7-9s7 3 7 9z'],
    ['leaf', 'M25 36c0-5 2-7 5.5-7s5.5 2 5.5 7z'],
    ['brown', circle(18, 22, 5)],
    ['sand', circle(30.5, 25, 4)]
  ],
  friends: [
    ['sky', 'M2 43c0-10 5-15 12-15s12 5 12 15z'],
    ['yellow', 'M22 43c0-10 5-15 12-15s12 5 12 15z'],
    ['brown', circle(14, 20, 8)],
    ['sand', circle(34, 20, 8)],
    ['ink', 'M6 19C5 9 12 6 17 9c4 1 6 5 5 9-4-1-6-3-7-5-2 3-5 5-9 6z'],
    ['bark', 'M26 20c-2-9 4-13 9-12 5 0 9 4 8 12-2-2-3-4-3-6-5 1-10 2-14 6z']
  ],
  worker: [
    ['leaf', 'M6 44c0-11 7-16 18-16s18 5 18 16z'],
    ['sand', circle(24, 17, 10)],
    ['bark', 'M14 17c-3-10 4-14 10-14s13 4 10 14c-2-2-3-4-3-6-6 2-12 2-14 0-1 2-1 4-3 6z'],
    ['line', 'M17 29l7 7 7-7'],
    ['white', box(20, 35, 8, 9, 1)]
  ],
  meeting: [
    ['free', 'M20 25h2a3.5 3.5 0 0 0 0-7h-2M37 26h2a3 3 0 0 0 0-6h-2M13 10c-2-2 2-3 0-6M31 12c-2-2 2-3 0-6'],
    ['coral', 'M7 14h13v17H10a3 3 0 0 1-3-3z'],
    ['sky', 'M26 16h11v12a3 3 0 0 1-3 3h-8z'],
    ['wood', box(3, 31, 42, 6, 1)],
    ['wood', 'M8 37h5v7H8zM35 37h5v7h-5z']
  ],
  plan: [
    ['cream', 'M4 11l13-5v31L4 42z'],
    ['leaf', 'M17 6l14 5v31l-14-5z'],
    ['cream', 'M31 11l13-5v31l-13 5z'],
    ['line', 'M9 34c1-6 4-8 8-8s6-2 7-6 4-5 8-5M36 13l5 5M41 13l-5 5']
  ],
  rules: [
    ['cream', box(8, 8, 32, 36, 2)],
    ['leaf', box(17, 4, 14, 8, 2)],
    ['line', 'M13 21l3 3 5-6M13 34l3 3 5-6M26 22h8M26 35h8']
  ],
  calendar: [
    ['white', box(5, 8, 38, 34, 3)],
    ['coral', 'M8 8h32a3 3 0 0 1 3 3v8H5v-8a3 3 0 0 1 3-3z'],
    ['free', 'M15 4v8M33 4v8'],
    ['line', 'M12 26h4M22 26h4M32 26h4M12 34h4'],
    ['yellow', circle(24, 34, 3.4)]
  ],
  video: [
    ['sky', box(8, 7, 32, 24, 3)],
    ['coral', 'M16 31c0-6 3-8 8-8s8 2 8 8z'],
    ['brown', circle(24, 18, 5)],
    ['stone', 'M3 34h42l-3 6a3 3 0 0 1-3 2H9a3 3 0 0 1-3-2z']
  ],
  letter: [
    ['white', box(4, 10, 40, 28, 2)],
    ['line', 'M5 12l19 14 19-14M5 36l12-14M43 36L31 22']
  ],
  speech: [
    ['yellow', 'M11 7h27a6 6 0 0 1 6 6v16a6 6 0 0 1-6 6H16L5 43V13a6 6 0 0 1 6-6z'],
    ['line', 'M15 17h18M15 25h12']
  ],
  language: [
    ['sky', 'M6 4h22a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H13l-7 6-3-3V7a3 3 0 0 1 3-3z'],
    ['line', 'M12 19l5-11 5 11M14 15.5h6'],
    ['yellow', 'M22 20h20a3 3 0 0 1 3 3v21l-8-6H22a3 3 0 0 1-3-3V23a3 3 0 0 1 3-3z'],
    ['line', 'M26 26h12M32 23.5V26M36 26c-1 4-4 7-9 8M28 29c2 3 5 5 9 5.5']
  ],
  hand: [
    ['coral', box(16, 36, 17, 9, 1)],
    ['cream', 'M18 36c-5-4-9-9-11-15-1-4 4-5 6-1l3 5V10c0-4 5-4 5 0V7c0-4 6-4 6 0v3c0-4 5-4 5 0v4c0-4 5-4 5 0v12c0 5-2 8-5 10z'],
    ['line', 'M21 10v11M27 9v12M32 13v9']
  ],
  news: [
    ['sky', box(7, 3, 22, 42, 4)],
    ['line', 'M16 40h4'],
    ['yellow', 'M22 12h22v17H34l-6 7v-7h-6z'],
    ['line', 'M28 20.5h10']
  ],
  window: [
    ['cream', box(7, 6, 34, 33, 1)],
    ['leaf', 'M7 30c6-4 11-4 17 0s11 2 17-2v11H7z'],
    ['yellow', circle(33, 15, 4)],
    ['line', 'M24 6v33'],
    ['free', 'M3 39h42'],
    ['sky', ellipse(15, 14, 5, 2)]
  ]
} as const satisfies Record<string, Drawing>;
