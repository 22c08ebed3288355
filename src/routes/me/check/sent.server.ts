import type { Cookies } from '@sveltejs/kit';
import { serving } from '#lib/server/serving.ts';
import { cookieName, cookieOptions } from '#lib/sign-in/cookie.ts';
import { giveBack } from '#lib/sign-in/kiosk.server.ts';

/** Where a child goes once it is sent: to the receipt, or, on a worker's device, out of it. */
export async function afterSending({ ctx, words }: App.Locals, cookies: Cookies): Promise<string> {
  if (ctx.actor.kind !== 'child' || ctx.actor.device !== 'handed') return '/me/sent';
  return givenBackAt(await giveBack(ctx, true), words.language, cookies);
}

/** The page that says whom to give it to, in the child's language; this browser knows nobody any more. */
export function givenBackAt(handoverId: string, language: string, cookies: Cookies): string {
  const { origin } = serving().settings;
  cookies.delete(cookieName(origin, 'session'), cookieOptions(origin));
  return `/given/${handoverId}${language === 'en' ? '' : `?lang=${language}`}`;
}
