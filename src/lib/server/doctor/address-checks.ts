import { fault, fine, unasked, type Assertion, type Finding } from './assertion.ts';
import type { Probe } from './probe.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.message) : 'no answer';

/** Whether the service answers on its own port: `ready`, `not-ready`, nobody, or somebody else. */
async function onItsPort({ settings, machine }: Probe): Promise<'ready' | 'not-ready' | 'nobody' | 'another'> {
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host;
  const near = `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`;
  try {
    const health = await machine.ask(`${near}/healthz`);
    if (health.status !== 200 || health.body !== 'ok\n') return 'another';
    return (await machine.ask(`${near}/readyz`)).status === 200 ? 'ready' : 'not-ready';
  } catch (error) {
    return codeOf(error) === 'ECONNREFUSED' ? 'nobody' : 'another';
  }
}

/** Asks through the address people use, as a browser would, and says what stands in between. */
async function fromOutside({ settings: { origin }, machine }: Probe): Promise<Finding> {
  const page = await machine.ask(`${origin}/`).catch((error: unknown) => codeOf(error));
  if (typeof page === 'string') return fault(`${origin} does not answer: ${page}`, cureOf(page));
  if (page.status === 421)
    return fault(
      `${origin} leads here, but under another name (421)`,
      'Let the proxy pass the Host header on unchanged (nginx: proxy_set_header Host $host), and set HEARD_ORIGIN to exactly the address people type.'
    );
  if (!page.headers['permissions-policy']) return fault(`something else answers at ${origin} (${page.status})`);
  const posted = await machine.ask(`${origin}/not-here`, { method: 'POST', headers: { origin, 'content-length': '0' } });
  if (posted.status === 403)
    return fault(
      'what people send is refused as if it came from another site (403)',
      'Let the proxy pass the Origin and Sec-Fetch-Site headers on unchanged, and set HEARD_ORIGIN to exactly the address people type.'
    );
  return fine(origin);
}

function cureOf(code: string): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code))
    return 'Renew or correct the certificate of the proxy; where the council signs its own, set NODE_EXTRA_CA_CERTS for this command.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'The name is not known here: enter it in DNS, or correct HEARD_ORIGIN.';
  return 'Start the proxy, let it lead to HEARD_HOST and HEARD_PORT, and see that the firewall lets it through.';
}

export const addressChecks: readonly Assertion[] = [
  {
    code: 'running',
    about: 'the service runs on its port',
    needs: ['settings'],
    check: async (probe) => {
      const found = await onItsPort(probe);
      const port = probe.settings.port;
      if (found === 'nobody') return unasked(`nobody listens on port ${port}: it does not run now`);
      if (found === 'another') return fault(`port ${port} is used by something else`);
      return found === 'ready'
        ? fine(`port ${port}`)
        : fault('it runs and says that it is not ready', 'See the lines below and its log.');
    },
    cure: 'Stop what uses the port, or set HEARD_PORT to another and lead the proxy there.'
  },
  {
    code: 'address',
    about: 'the address people use leads to it',
    needs: ['running'],
    check: fromOutside,
    cure: 'Correct HEARD_ORIGIN, or where the proxy leads.'
  }
];
