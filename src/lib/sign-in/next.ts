/** Where to go after signing in: a plain path of our own, or `otherwise`. Nothing that could leave this site. */
export function nextPath(asked: string | null, otherwise: string): string {
  if (!asked || asked.length > 200 || !/^(\/[a-z0-9-]+)+$/.test(asked)) return otherwise;
  return /^\/(sign-in|demo|leave|c)(\/|$)/.test(asked) ? otherwise : asked;
}
