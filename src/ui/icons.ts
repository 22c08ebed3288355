import { box, circle } from './shapes.ts';

/** Line icons on a 24 grid, drawn with a 2.25 stroke. Each is one path. */
export const icons = {
  arrow: 'M4 12h16M14 6l6 6-6 6',
  back: 'M15 5l-7 7 7 7',
  bin: 'M4 6.5h16M9 6.5v-3h6v3M6 6.5l1 14h10l1-14M10 11v5.5M14 11v5.5',
  calendar: `${box(3.5, 5.5, 17, 15, 2)}M3.5 10.5h17M8 3v4M16 3v4`,
  card: `${box(2.5, 5, 19, 14, 2)}M2.5 10h19M6.5 14.5h4`,
  chevron: 'M9 5l7 7-7 7',
  'chevron-down': 'M5 9l7 7 7-7',
  clock: `${circle(12, 12, 9)}M12 7v5.3l3.5 2`,
  cover: 'M4 8h15M15 4.5L19 8l-4 3.5M20 16H5M9 12.5L5 16l4 3.5',
  cross: 'M6 6l12 12M18 6L6 18',
  download: 'M12 3.5v11M7 10l5 5 5-5M4 20h16',
  draw: 'M3 16c3-9 5-9 5-4s2 5 4 0 4-6 5-3 1.5 2 4-1',
  exit: 'M14 4H6a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6 20h8M10 12h11M17 8l4 4-4 4',
  eye: `M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12z${circle(12, 12, 2.7)}`,
  'eye-off':
    'M4 4l16 16M9.5 5.8A10 10 0 0 1 12 5.5C18.5 5.5 22 12 22 12a17 17 0 0 1-3 3.7M6 8.2A16.5 16.5 0 0 0 2 12s3.5 6.5 10 6.5a10 10 0 0 0 3.8-.8',
  flag: 'M5 21.5V3.5M5 4.5h13l-3 4.5 3 4.5H5',
  globe: `${circle(12, 12, 9)}M3 12h18M12 3c-4.5 5-4.5 13 0 18 4.5-5 4.5-13 0-18z`,
  help: `${circle(12, 12, 9)}M9.4 9.3a2.6 2.6 0 1 1 3.9 2.2c-.9.5-1.3 1.1-1.3 2M12 16.9v.1`,
  home: 'M3.5 11.5L12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-5.5h4V20',
  inbox: 'M3.5 13.5l3-8.5h11l3 8.5v5A1.5 1.5 0 0 1 19 20H5a1.5 1.5 0 0 1-1.5-1.5zM3.5 13.5H8a4 4 0 0 0 8 0h4.5',
  info: `${circle(12, 12, 9)}M12 11.5v5M12 7.6v.1`,
  key: `${circle(8, 15.5, 4.5)}M11.2 12.3L20 3.5M16 7.5l3 3`,
  letter: `${box(3, 5.5, 18, 13, 1.5)}M3.5 7.5l8.5 6 8.5-6`,
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.1M4 12h.1M4 18h.1',
  lock: `${box(4.5, 10.5, 15, 10, 2.5)}M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.7v1.6`,
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  minus: 'M5 12h14',
  mobile: `${box(6.5, 2.5, 11, 19, 2)}M11 18h2`,
  note: 'M6 3.5h8.5l5 5v10.5A1.5 1.5 0 0 1 18 20.5H6A1.5 1.5 0 0 1 4.5 19V5A1.5 1.5 0 0 1 6 3.5zM14 3.5V9h5.5M8.5 13h7M8.5 16.5h4.5',
  pencil: 'M4 20l1-4.5L16.3 4.2a1.8 1.8 0 0 1 2.5 0l1 1a1.8 1.8 0 0 1 0 2.5L8.5 19zM14 6.5l3.5 3.5',
  people: `${circle(9, 8, 3.5)}M2.5 20v-.5a6.5 6.5 0 0 1 13 0v.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 13.6a6.5 6.5 0 0 1 3.5 5.9v.5`,
  person: `${circle(12, 8, 4)}M4.5 20.5V20a7.5 7.5 0 0 1 15 0v.5`,
  phone:
    'M5 4h4l1.8 4.6-2.3 1.6a11.5 11.5 0 0 0 5.3 5.3l1.6-2.3L20 15v4a1.5 1.5 0 0 1-1.6 1.5A15.9 15.9 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z',
  plus: 'M12 5v14M5 12h14',
  print: 'M7 8.5v-5h10v5M7 17.5H5a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2M7 14h10v6.5H7z',
  search: `${circle(10.5, 10.5, 6.5)}M15.5 15.5l5 5`,
  send: 'M21 3L10 14M21 3l-6.5 18L10 14 3 9.5z',
  settings: `M3.5 7H13M19 7h1.5M3.5 17H5M11 17h9.5${circle(16, 7, 2.7)}${circle(8, 17, 2.7)}`,
  sound: 'M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4.2 4.2 0 0 1 0 6M18.8 6.2a8.2 8.2 0 0 1 0 11.6',
  speech: 'M5 4.5h14A1.5 1.5 0 0 1 20.5 6v9.5A1.5 1.5 0 0 1 19 17H9l-5.5 4V6A1.5 1.5 0 0 1 5 4.5z',
  'speech-plus': 'M5 4.5h14A1.5 1.5 0 0 1 20.5 6v9.5A1.5 1.5 0 0 1 19 17H9l-5.5 4V6A1.5 1.5 0 0 1 5 4.5zM12 8v5.5M9.2 10.75h5.6',
  star: 'M12 3.5l2.6 5.6 6.1.7-4.5 4.2 1.2 6L12 17l-5.4 3 1.2-6-4.5-4.2 6.1-.7z',
  table: 'M2.5 11h19M5.5 11v9M18.5 11v9M8.5 11V6H13v5M13 7h1.2a1.3 1.3 0 0 1 0 2.6H13',
  team: `${circle(12, 8, 3)}M6.5 20v-.5a5.5 5.5 0 0 1 11 0v.5M4.8 11.3a2.3 2.3 0 1 1 1-4.3M1.8 17.5v-.4a4.2 4.2 0 0 1 2.4-3.8M19.2 11.3a2.3 2.3 0 1 0-1-4.3M22.2 17.5v-.4a4.2 4.2 0 0 0-2.4-3.8`,
  'text-size': `M2.5 18.5L7.5 5.5l5 13M4.2 14.5h6.6${circle(18, 15.2, 3.3)}M21.3 12v6.5`,
  tick: 'M4.5 12.5l5 5 10-11',
  undo: 'M9 5l-5 5 5 5M4 10h10a6 6 0 0 1 6 6v3',
  warning: 'M12 3.8l9 16.2H3zM12 10v4.5M12 17.2v.1'
} as const;

/** Every icon there is. */
export type IconName = keyof typeof icons;

/** Only these turn round when the page reads from right to left; a clock or a tick never does. */
export const turning: ReadonlySet<IconName> = new Set(['arrow', 'back', 'chevron', 'exit', 'undo']);
