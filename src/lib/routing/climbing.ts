import type { Wait } from '#lib/council/working-hours.server.ts';
import type { ItemKind } from './rules.ts';
import { heightOf, type StepWho } from './rungs.ts';

export type Step = Readonly<{
  who: StepWho;
  /** How long they have until the next hear of it. The last have no end: there is nobody after them. */
  waits: Wait;
}>;

/** A working day, in minutes. */
const DAY = 8 * 60;

/** One day of their own for whoever has it, and never more than three of the office's, however few days they work. */
const usual: readonly Step[] = [
  { who: 'person', waits: { own: DAY, office: 3 * DAY } },
  { who: 'cover', waits: { own: DAY, office: 3 * DAY } },
  { who: 'desk', waits: { office: DAY } },
  { who: 'managers', waits: {} }
];

/** How long something may begin anew with each who comes to have it: from then on nobody's coming or going holds it back. */
export const longestByHand: Wait = { office: 5 * DAY };

/**
 * One line for each kind of item: its way up. A step with nobody in it (no cover, nobody on the rota, an IRO who is away)
 * takes no time. An empty line: it does not climb, because another item about the same thing does, or because nobody is late with it.
 */
export const climbs: Readonly<Record<ItemKind, readonly Step[]>> = {
  views: usual,
  'adult-views': usual,
  request: usual,
  // What is said to an advocate stays with them; managers hear that it waits, and of what never (F6 of the threat list).
  advocate: [
    { who: 'desk', waits: { office: 2 * DAY } },
    { who: 'managers', waits: {} }
  ],
  'call-back': [
    { who: 'desk', waits: { office: DAY } },
    { who: 'managers', waits: {} }
  ],
  unsafe: [],
  'not-told': usual,
  // Administrators have it, or managers where there are none: nobody stands above, and nobody else may open it.
  'not-told-worker': [],
  // Managers have it from the start.
  managers: [{ who: 'managers', waits: {} }],
  complaint: [
    { who: 'desk', waits: { office: DAY } },
    { who: 'managers', waits: {} }
  ],
  'advocate-by-phone': [
    { who: 'desk', waits: { office: DAY } },
    { who: 'managers', waits: {} }
  ],
  // Everybody heard of it when it came, and hears of it again and again (requests/reminding.server.ts). Those on duty are
  // asked by name, by day and by night, until one of them says "I have it". It is there also where it is about whoever has
  // the child and nothing goes to them.
  'unsafe-duty': [
    { who: 'rota', waits: { clock: 30 } },
    { who: 'managers', waits: {} }
  ],
  'unsafe-manager': [],
  'talk-times': usual,
  // Something to do, which a new IRO is asked for after some days: the desk has no part in it.
  introduce: [],
  message: usual,
  'message-copy': [
    { who: 'desk', waits: { office: 2 * DAY } },
    { who: 'managers', waits: {} }
  ],
  'message-late': [{ who: 'managers', waits: {} }],
  'message-late-advocate': [
    { who: 'desk', waits: { office: 2 * DAY } },
    { who: 'managers', waits: {} }
  ]
};

/** What cannot wait climbs until somebody said "I have it"; everything else until somebody opened it. */
export const untilHad = (kind: ItemKind): boolean => climbs[kind].some(({ who }) => who === 'rota');

/**
 * Whether something of this kind may be taken at the desk although a person has it: it climbed there past that very person. A
 * worry has its own way.
 */
export const climbedPast = (kind: ItemKind, item: { climbedTo: string | null; climbedPast: string | null }, personId: string) =>
  climbs[kind].some(({ who }) => who === 'desk') && heightOf(item.climbedTo) >= heightOf('desk') && item.climbedPast === personId;
