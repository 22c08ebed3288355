import type { Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { keepCouncil, type Jar } from '#lib/sign-in/cookie.ts';
import { beginCouncil, councilMinutes, type CouncilSignIn, type Purpose } from './oidc.server.ts';

/** The council's own sign-in as this installation has it. `not-found` where it is off. */
export function councilSignIn(): CouncilSignIn {
  const { oidc, origin } = serving().settings;
  if (!oidc) throw notFound();
  return { settings: oidc, redirectUri: `${origin}/sign-in/back` };
}

/**
 * Where a page leads that sends somebody to the council's own sign-in; this browser is marked. It is no redirect: our forms may
 * lead nowhere else (form-action), and the council's own may lead on to others. Throws as `beginCouncil` does.
 */
export async function goToCouncil(ctx: Context, jar: Jar, purpose: Purpose, next: string | null): Promise<{ goTo: string }> {
  const { url, browserToken } = await beginCouncil(ctx, councilSignIn(), purpose, next);
  keepCouncil(jar, serving().settings.origin, browserToken, councilMinutes * 60);
  return { goTo: url };
}
