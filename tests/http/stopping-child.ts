/** A server of a process of its own, for tests of signals: says where it is, and finishes what it is asked after 600 ms. */
import { freePort } from '#lib/server/http/port.ts';
import { harden } from '#lib/server/http/hardening.ts';
import { startServer } from '#lib/server/http/server.ts';
import { stopOnSignals } from '#lib/server/http/signals.ts';

try {
  await harden({ mode: 'live', databaseUrl: `sqlite:${process.cwd()}/none.sqlite` });
  const port = await freePort(0);
  const server = await startServer({
    handler: (_, response) => void setTimeout(() => response.end('done'), 600),
    settings: { origin: `http://localhost:${port}`, host: '127.0.0.1', port },
    settleMs: 300,
    onClose: () => console.log('closed')
  });
  stopOnSignals(server.close);
  console.log(`at ${port}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(78);
}
