/**
 * From reading to doing: where a child's guide leads, and the button's words `guides:ways.<code>`. A guide that is open to
 * anybody leads nowhere: whoever reads it may not be signed in.
 */
export const ways = {
  advocate: '/me/ask/beside',
  change: '/me/ask/change',
  complain: '/me/ask/put-right',
  file: '/me/ask/about-me',
  looked: '/me/looked',
  meet: '/me/meet',
  now: '/me/now',
  say: '/me/say',
  sooner: '/me/ask/sooner',
  visitor: '/me/ask/visits'
} as const;
export type WayCode = keyof typeof ways;
