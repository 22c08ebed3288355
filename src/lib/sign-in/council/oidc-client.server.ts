import type * as Client from 'openid-client';
import type { OidcSettings } from '#lib/server/settings.ts';

/**
 * The only module that knows the OpenID Connect library, which is not even loaded where the council's own sign-in is off.
 * Nothing here is awaited inside a transaction: it asks another machine.
 */

/** Who somebody is in the council's own sign-in, and whether they showed a second factor there. */
export type Identity = Readonly<{ issuer: string; tenant: string; subject: string; mfa: boolean }>;

/** What must fit together when somebody comes back. They must have signed in there just now, too. */
export type Expected = Readonly<{ state: string; nonce: string; verifier: string }>;

/** Seconds by which its clock may differ from ours (security.md S-21). */
const leeway = 120;
const keepMs = 3600_000;
const answersWithinS = 8;

type Known = Readonly<{ client: typeof Client; config: Client.Configuration }>;
const known = new Map<string, { at: number; found: Promise<Known> }>();

/** Where to send somebody. Throws when it cannot be reached. */
export async function whereToGo(
  settings: OidcSettings,
  now: Date,
  { redirectUri, state, nonce, verifier }: Expected & { redirectUri: string }
): Promise<string> {
  const { client, config } = await knownOf(settings, now);
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    // No name and no address: who they are is known here already.
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    max_age: '0',
    prompt: 'login'
  });
  return url.href;
}

/** Who came back with this address; null for whatever is wrong with it. Throws when it cannot be reached. */
export async function whoCameBack(settings: OidcSettings, now: Date, url: URL, expected: Expected): Promise<Identity | null> {
  const { client, config } = await knownOf(settings, now);
  try {
    const tokens = await client.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: expected.verifier,
      expectedState: expected.state,
      expectedNonce: expected.nonce,
      idTokenExpected: true,
      maxAge: 0
    });
    return identityIn(settings, tokens.claims());
  } catch (error) {
    // The library names each thing that can be wrong; to whoever sent it they are all the same.
    if (error instanceof TypeError && error.message === 'fetch failed') throw error;
    return null;
  }
}

/** By issuer, tenant and subject: an address is nobody (it can be given to somebody else). */
function identityIn(settings: OidcSettings, claims: Client.IDToken | undefined): Identity | null {
  if (!claims || claims.iss !== settings.issuer) return null;
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : '');
  const tenant = text('tid');
  if (settings.tenant !== null && tenant !== settings.tenant) return null;
  // Entra's `sub` differs from one application to the next; its `oid` is the person, in their tenant.
  const subject = tenant !== '' && text('oid') !== '' ? text('oid') : claims.sub;
  return { issuer: claims.iss, tenant, subject, mfa: showedSecond(settings, claims) };
}

function showedSecond(settings: OidcSettings, claims: Client.IDToken): boolean {
  const values = (name: string) => [claims[name]].flat().filter((one) => typeof one === 'string');
  return values('amr').includes('mfa') || [...values('acr'), ...values('acrs')].some((one) => settings.mfa.includes(one));
}

/** What the issuer says of itself, asked once an hour. What could not be had is asked again. */
function knownOf(settings: OidcSettings, now: Date): Promise<Known> {
  const skew = Math.round((now.getTime() - Date.now()) / 1000);
  const key = JSON.stringify([settings, Math.abs(skew) < 30 ? 0 : skew]);
  const kept = known.get(key);
  if (kept && now.getTime() - kept.at < keepMs) return kept.found;
  const found = ask(settings, Math.abs(skew) < 30 ? 0 : skew);
  known.set(key, { at: now.getTime(), found });
  found.catch(() => known.delete(key));
  return found;
}

async function ask(settings: OidcSettings, skew: number): Promise<Known> {
  const client = await import('openid-client');
  const config = await client.discovery(
    new URL(settings.issuer),
    settings.clientId,
    { client_secret: settings.clientSecret, [client.clockTolerance]: leeway, [client.clockSkew]: skew },
    client.ClientSecretPost(settings.clientSecret),
    {
      timeout: answersWithinS,
      // The signature of what comes back is checked too, not only from whom it came.
      execute: [client.enableNonRepudiationChecks, ...(settings.plainHttp ? [client.allowInsecureRequests] : [])]
    }
  );
  return { client, config };
}
