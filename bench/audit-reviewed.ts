/** What axe could not decide and a person has looked at: which rule, on what, and why it is right as it is. */
export type Reviewed = Readonly<{ rule: string; where: RegExp; why: string }>;

export const reviewed: readonly Reviewed[] = [];
