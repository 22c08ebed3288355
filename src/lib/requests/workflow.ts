import type { Status } from './request.ts';

type Who = 'child' | 'reader';
type Action = 'open' | 'answer' | 'take-back' | 'finish';

/** What may be done with a request, by whom, and where it stands then: a page, a verb and a test read the same row. */
export const workflow: readonly Readonly<{ from: Status; who: Who; action: Action; to: Status }>[] = [
  { from: 'sent', who: 'reader', action: 'open', to: 'opened' },
  { from: 'sent', who: 'child', action: 'take-back', to: 'taken-back' },
  { from: 'opened', who: 'reader', action: 'open', to: 'opened' },
  { from: 'opened', who: 'reader', action: 'answer', to: 'answered' },
  { from: 'opened', who: 'child', action: 'take-back', to: 'taken-back' },
  { from: 'answered', who: 'reader', action: 'open', to: 'answered' },
  // "Not yet" becomes something else one day, and a promise can be kept late: each answer stays, the newest stands first.
  { from: 'answered', who: 'reader', action: 'answer', to: 'answered' },
  { from: 'answered', who: 'reader', action: 'finish', to: 'answered' },
  { from: 'taken-back', who: 'reader', action: 'open', to: 'taken-back' },
  { from: 'taken-back', who: 'reader', action: 'answer', to: 'taken-back' },
  { from: 'taken-back', who: 'reader', action: 'finish', to: 'taken-back' }
];

/** "Done" is for what was answered, also when it was taken back: a child who was told "they will call you" hears of it. */
export const mayFinish = (from: Status, answers: number): boolean => answers > 0 && mayNow(from, 'reader', 'finish');

export const mayNow = (from: Status, who: Who, action: Action): boolean =>
  workflow.some((row) => row.from === from && row.who === who && row.action === action);
