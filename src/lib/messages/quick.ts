/**
 * Short answers that can be put into the box with one press and changed there: their words are in `messages:quick`. None of
 * them promises what only a person can.
 */
export const quickReplies = ['read', 'ring', 'visit', 'ask', 'more'] as const;
export type QuickReply = (typeof quickReplies)[number];

export const isQuick = (code: unknown): code is QuickReply => quickReplies.some((one) => one === code);
