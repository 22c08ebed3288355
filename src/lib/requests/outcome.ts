/**
 * Yes, partly, not yet (by when) or no (decision 29); words that are none of these; an advocate's own two; that the advocacy
 * service was rung; that more time is needed or that it is being looked into; and what a complaint comes to.
 */
export type Outcome = (typeof outcomes)[number];
export const outcomes = [
  ...(['yes', 'partly', 'not-yet', 'no', 'reply', 'accepted', 'handed-back', 'rang'] as const),
  ...(['more-time', 'acknowledged', 'upheld', 'partly-upheld', 'not-upheld'] as const)
] as const;

export const isOutcome = (text: string): text is Outcome => outcomes.some((one) => one === text);

/** Answers with which somebody says by which day there will be more. `more-time` has its day by the law's clock. */
export const withDay: readonly Outcome[] = ['not-yet', 'acknowledged'];

/** Answers that are not the last word: something is still to come. */
export const interim: readonly Outcome[] = [...withDay, 'more-time'];
