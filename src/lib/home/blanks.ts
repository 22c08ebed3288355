/**
 * A whole section is finished at once, also sentences a page does not use; these stand in for values it has none of.
 * A sentence that is used gets its real values.
 */
export const blanks = {
  at: 0,
  of: 0,
  count: 0,
  day: '',
  days: '',
  name: '',
  names: '',
  away: '',
  number: '',
  hours: '',
  time: '',
  when: '',
  question: ''
} as const;
