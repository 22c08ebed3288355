/**
 * Words that may say that something is wrong, in the languages children read. They only do two things: the truthful page with the
 * numbers comes after sending, and a manager finds the text higher up. A text without them is read all the same.
 */
const words: readonly string[] = [
  ...(['hurt', 'hurts', 'hurting', 'hit', 'hits', 'hitting', 'kick', 'kicks', 'punch', 'punches', 'slap', 'slaps'] as const),
  ...(['scared', 'afraid', 'unsafe', 'not safe', 'abuse', 'abused', 'touch me', 'touches me', 'touched me'] as const),
  ...(['kill', 'die', 'dead', 'suicide', 'self harm', 'self-harm', 'cut myself', 'cutting myself', 'run away'] as const),
  ...(['starve', 'no food', 'locked in', 'lock me', 'locks me', 'threaten', 'threatened', 'threatens', 'bullied'] as const),
  ...(['brifo', 'ofn', 'taro', 'ddim yn ddiogel', 'lladd', 'marw', 'rhedeg i ffwrdd'] as const),
  ...(['خائف', 'خائفة', 'يضرب', 'يضربني', 'ضرب', 'لست في أمان', 'أموت', 'أقتل', 'أذى', 'يؤذيني'] as const)
];

/** Whether one of these words stands in it, as a word of its own. */
export function mayBeWorry(text: string): boolean {
  const plain = ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}-]+/gu, ' ')} `;
  return words.some((word) => plain.includes(` ${word} `));
}
