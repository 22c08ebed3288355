import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';
import { freePort } from '#lib/server/http/port.ts';
import type { OidcSettings } from '#lib/server/settings.ts';

/** Who signs in there: what their token says of them. */
export type Somebody = Readonly<{
  sub: string;
  tid?: string;
  oid?: string;
  email?: string;
  amr?: readonly string[];
  acr?: string;
}>;

/** What becomes of a token on its way: claims and how it is signed. `null`: it goes as it is. */
type Tampering = ((claims: JWTPayload, sign: Signer) => Promise<string>) | null;
export type Signer = Readonly<{
  well: (claims: JWTPayload) => Promise<string>;
  byAnotherKey: (claims: JWTPayload) => Promise<string>;
  bySecret: (claims: JWTPayload, secret: string) => Promise<string>;
  unsigned: (claims: JWTPayload) => string;
}>;

export type CouncilProvider = Awaited<ReturnType<typeof councilProvider>>;

const secret = 'a-secret-of-thirty-two-characters-or-more';

/**
 * A real OpenID provider on this machine (`oidc-provider`), where whoever `is` says signs in by themselves. `tamper` changes
 * the token it gives, as somebody between us and it would. `stop` it.
 */
export async function councilProvider(redirectUri: string) {
  const port = await freePort(0);
  const issuer = `http://127.0.0.1:${port}`;
  const state: { is: Somebody; tamper: Tampering } = { is: { sub: 'nobody' }, tamper: null };
  const keys = await generateKeyPair('RS256', { extractable: true });
  const kid = `key-${port}`;
  const provider = new Provider(
    issuer,
    configuration(() => state.is, redirectUri, { ...(await exportJWK(keys.privateKey)), kid, alg: 'RS256', use: 'sig' })
  );
  const pages = provider.callback();
  const signer = await signerOf(keys.privateKey, kid);
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/'))
      return void provider.interactionFinished(
        request,
        response,
        { login: loginOf(state.is) },
        { mergeWithLastSubmission: false }
      );
    if (request.url === '/token' && state.tamper) alter(response, state.tamper, signer);
    return void pages(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const settings = (how: Partial<OidcSettings> = {}): OidcSettings => ({
    ...{ issuer, clientId: 'heard', clientSecret: secret, tenant: null, mfa: [], plainHttp: true },
    ...how
  });
  return {
    ...{ issuer, secret, settings },
    /** Who signs in there from now on. */
    is: (somebody: Somebody) => void (state.is = somebody),
    tamper: (how: Tampering) => void (state.tamper = how),
    stop: () => new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections()))
  };
}

/** Signed in there just now, and how: `amr` and `acr` are of this one sign-in. */
const loginOf = ({ sub, amr, acr }: Somebody) => ({
  accountId: sub,
  ...(amr && { amr: [...amr] }),
  ...(acr !== undefined && { acr })
});

function configuration(who: () => Somebody, redirectUri: string, key: object): Configuration {
  return {
    clients: [
      {
        client_id: 'heard',
        client_secret: secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post'
      }
    ],
    jwks: { keys: [key] },
    claims: { openid: ['sub', 'tid', 'oid', 'email', 'amr', 'acr'] },
    acrValues: ['c1', 'c2'],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 300, IdToken: 300, Interaction: 300, Session: 300 },
    cookies: { keys: ['for tests only'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, tid: who().tid, oid: who().oid, email: who().email }) }),
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    }
  };
}

async function signerOf(privateKey: CryptoKey, kid: string): Promise<Signer> {
  const other = await generateKeyPair('RS256');
  return {
    well: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey),
    byAnotherKey: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(other.privateKey),
    bySecret: (claims, text) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(text)),
    unsigned: (claims) => new UnsecuredJWT(claims).encode()
  };
}

/** Puts another token into the answer that is just being given. */
function alter(response: ServerResponse<IncomingMessage>, tamper: NonNullable<Tampering>, signer: Signer): void {
  const end = response.end.bind(response);
  const altered = (body: unknown): ServerResponse => {
    const answer: { id_token: string } = JSON.parse(String(body));
    const claims: JWTPayload = JSON.parse(Buffer.from(answer.id_token.split('.')[1] ?? '', 'base64url').toString());
    void tamper(claims, signer).then((id_token) => {
      const text = JSON.stringify({ ...answer, id_token });
      response.setHeader('content-length', Buffer.byteLength(text));
      end(text);
    });
    return response;
  };
  // `end` has several shapes; this one is called with the whole body.
  response.end = altered as ServerResponse['end'];
}

/** A browser without a face goes to `url` and on, until it is sent back to an address that begins with `home`. */
export async function goesThere(url: string, home: string, jar = new Map<string, string>()): Promise<URL> {
  for (let at = new URL(url), steps = 0; steps < 12; steps += 1) {
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') }
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? [];
      if (/expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`The provider answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    at = new URL(location, at);
    if (at.href.startsWith(home)) return at;
  }
  throw new Error('The provider sends round and round.');
}
