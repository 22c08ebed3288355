const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;
const people = '(?:child|children|young people|young person|people|person|of you|parents?|carers?|boys?|girls?)';
const small = new RegExp(`\\b([1-9]|${numbers.join('|')})\\s+(?:\\w+\\s+)?${people}\\b`, 'iu');

/** Whether a text for all children says of how few something came: then those few could be found. */
export const countsFew = (text: string): boolean => small.test(text);
