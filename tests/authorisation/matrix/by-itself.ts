/** Every job: of what it may write into the log. None of them has a reader, so: of nothing. */
export const jobs: Readonly<Record<string, { logs: readonly string[] }>> = {
  'send-outbox': { logs: [] },
  'ask-what-failed': { logs: [] },
  'clear-outbox': { logs: [] },
  'remind-of-unopened': { logs: [] },
  climb: { logs: [] },
  'prove-readers': { logs: [] },
  'remind-to-ring': { logs: [] },
  'ask-for-introductions': { logs: [] },
  'clear-away': { logs: [] },
  tick: { logs: [] },
  'clear-codes': { logs: [] },
  'group-ratings': { logs: [] },
  'anchor-audit': { logs: [] },
  'verify-audit': { logs: [] },
  'watch-clock': { logs: [] }
};

/** Every kind of mail or text: whose address it goes to. What it says names nobody and nothing. */
export const mails: Readonly<Record<string, { to: 'worker' | 'asked' | 'service' }>> = {
  'something-new': { to: 'worker' },
  urgent: { to: 'worker' },
  'new-way': { to: 'worker' },
  'staff-link': { to: 'worker' },
  'ring-us': { to: 'service' },
  invitation: { to: 'asked' },
  letter: { to: 'asked' },
  'entry-code': { to: 'asked' }
};
