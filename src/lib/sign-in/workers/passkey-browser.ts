import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { deserialize } from '$app/forms';

type Asked = { challengeId: string; options: object };

/** Posts one action of the page we are on, the way its forms do. */
async function post(action: string, fields: Record<string, string>) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const response = await fetch(action, { method: 'POST', body, headers: { 'x-sveltekit-action': 'true' } });
  // Sent on to another page: they must show first who they are, or sign in again.
  if (response.redirected) {
    location.assign(response.url);
    return null;
  }
  return deserialize(await response.text());
}

async function ask(): Promise<Asked | null> {
  const result = await post('?/begin', {});
  const asked: unknown =
    result?.type === 'success' && typeof result.data?.asked === 'string' ? JSON.parse(result.data.asked) : null;
  return asked && typeof asked === 'object' && 'challengeId' in asked && 'options' in asked ? (asked as Asked) : null;
}

/**
 * Asks this device for a passkey (`use`) or to make one (`add`) and hands its answer to the page's `finish` action.
 * Gives what that action answered: a redirect, success or failure; null when the device or the person said no. `rest`: what
 * the address of the action says beside its name.
 */
export async function withPasskey(how: 'use' | 'add', fields: Record<string, string> = {}, rest = '') {
  try {
    const asked = await ask();
    if (!asked) return null;
    // The options come from the server's half of the same library and are passed on as they are.
    const optionsJSON = asked.options as never;
    const answer = how === 'use' ? await startAuthentication({ optionsJSON }) : await startRegistration({ optionsJSON });
    const sent = { ...fields, challenge: asked.challengeId, answer: JSON.stringify(answer) };
    return await post(`?/finish${rest}`, sent);
  } catch {
    return null;
  }
}
