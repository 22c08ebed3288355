/** What can be wrong with the chain; `en.audit` has each in words for whoever looks after the service. */
export const faultKinds = [
  'edited',
  'deleted',
  'inserted',
  'out-of-order',
  'cut-off',
  'wrong-key',
  'anchor-does-not-fit'
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** The first entry that is not as it was written. */
export type ChainFault = Readonly<{
  kind: FaultKind;
  /** Its number; of one that is missing, the number it had. */
  seq: number;
  /** When it says it was written; of one that is missing, when the one before it was. Null: there is none before it. */
  at: string | null;
  /** Where only an anchor tells: the newest entry that is still proved to be right. */
  soundUpTo: number | null;
}>;

/** What a walk along the chain found. */
export type ChainReport = Readonly<{
  /** How many entries fit, from the oldest kept. */
  entries: number;
  /** Anchors that were compared. */
  anchors: number;
  fault: ChainFault | null;
}>;

export const isFaultKind = (text: string): text is FaultKind => faultKinds.some((kind) => kind === text);
