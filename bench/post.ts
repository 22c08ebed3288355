/** What came back, and the cookies as a browser would send them on. */
export type Posted = Readonly<{ status: number; location: string; cookies: readonly string[]; body: string }>;

/** Asks as a browser that holds this cookie would; follows nothing by itself. `form` makes it a post. */
export async function asBrowser(
  origin: string,
  path: string,
  how: Readonly<{ method?: 'GET' | 'HEAD'; form?: Readonly<Record<string, string>>; cookie?: string | undefined }> = {}
): Promise<Posted> {
  const { form, cookie } = how;
  const answer = await fetch(`${origin}${path}`, {
    method: form ? 'POST' : (how.method ?? 'GET'),
    redirect: 'manual',
    headers: {
      origin,
      accept: 'text/html',
      ...(cookie && { cookie }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' })
    },
    ...(form && { body: new URLSearchParams(form) })
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return { status: answer.status, location: answer.headers.get('location') ?? '', cookies, body: await answer.text() };
}

/** The visit a browser was given, if it was given one. */
export const visitIn = ({ cookies }: Posted): string | undefined => cookies.find((one) => /^(__Host-)?s=./.test(one));

/** Some of these characters, by chance. */
export const some = (from: string, many: number): string =>
  Array.from({ length: many }, () => from.charAt(Math.floor(Math.random() * from.length))).join('');
