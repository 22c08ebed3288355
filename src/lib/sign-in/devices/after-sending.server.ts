import type { Cookies } from '@sveltejs/kit';
import { serving } from '#lib/server/serving.ts';
import { cookieName, cookieOptions } from '#lib/sign-in/cookie.ts';
import { giveBack, givenBackAt } from './kiosk.server.ts';

/** Where a child goes once it is sent: to the receipt, or, on a worker's device, out of it: this browser knows nobody any more. */
export async function afterSending({ ctx, words }: App.Locals, cookies: Cookies): Promise<string> {
  if (ctx.actor.kind !== 'child' || ctx.actor.device !== 'handed') return '/me/sent';
  const handoverId = await giveBack(ctx, true);
  const { origin } = serving().settings;
  cookies.delete(cookieName(origin, 'session'), cookieOptions(origin));
  return givenBackAt(handoverId, words.language);
}
