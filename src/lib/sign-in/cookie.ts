/**
 * The four cookies there are. Pages that need nobody signed in set none.
 * Over https their names begin with `__Host-`: a browser then refuses them from any other host, path or plain http.
 */
export type CookieName = 'session' | 'device' | 'entry' | 'council';

const names = { session: 's', device: 'd', entry: 'e', council: 'o' } as const;

/**
 * What Leave now leaves behind until an answer clears it (src/app.html): it says that whoever was here has left, and no more.
 * The one cookie that a page's own script sets.
 */
export const leftName = 'x';

/** The name of a cookie at this address (`settings.origin`). */
export const cookieName = (origin: string, which: CookieName): string =>
  isSecure(origin) ? `__Host-${names[which]}` : names[which];

/** How it is set. `maxAge` in seconds; without it the browser forgets it when it is closed. */
export function cookieOptions(origin: string, maxAge?: number) {
  const always = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(origin) } as const;
  return maxAge === undefined ? always : { ...always, maxAge };
}

const isSecure = (origin: string) => origin.startsWith('https://');

/** The part of SvelteKit's cookies that this needs. */
export type Jar = Readonly<{
  set(name: string, value: string, options: ReturnType<typeof cookieOptions>): void;
  delete(name: string, options: ReturnType<typeof cookieOptions>): void;
}>;

/** Gives the browser its visit. `maxAge` null: until it is closed. */
export function keepVisit(jar: Jar, origin: string, started: { token: string; maxAge: number | null }): void {
  jar.set(cookieName(origin, 'session'), started.token, cookieOptions(origin, started.maxAge ?? undefined));
}

/** Makes the browser know this phone again, or (null) forget it. `maxAge` in seconds. */
export function keepDevice(jar: Jar, origin: string, deviceToken: string | null, maxAge: number): void {
  if (deviceToken === null) jar.delete(cookieName(origin, 'device'), cookieOptions(origin));
  else jar.set(cookieName(origin, 'device'), deviceToken, cookieOptions(origin, maxAge));
}

/** Marks the browser in which a code was asked for (or, null, no longer): the code is good in no other. `maxAge` in seconds. */
export function keepEntry(jar: Jar, origin: string, browserToken: string | null, maxAge: number): void {
  if (browserToken === null) jar.delete(cookieName(origin, 'entry'), cookieOptions(origin));
  else jar.set(cookieName(origin, 'entry'), browserToken, cookieOptions(origin, maxAge));
}

/** Marks the browser in which somebody went to the council's own sign-in (or, null, no longer): only there can they come back. */
export function keepCouncil(jar: Jar, origin: string, browserToken: string | null, maxAge: number): void {
  if (browserToken === null) jar.delete(cookieName(origin, 'council'), cookieOptions(origin));
  else jar.set(cookieName(origin, 'council'), browserToken, cookieOptions(origin, maxAge));
}
