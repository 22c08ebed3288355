import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import { harden } from './hardening.ts';
import { limitsFor } from './limits.ts';
import { log, quietConsole } from '#lib/server/log.ts';
import { freePort } from './port.ts';
import { startServer, type Handler, type RequestLine, type RunningServer } from './server.ts';
import { stopOnSignals } from './signals.ts';

/** The exit code for "it is set up wrongly": a supervisor need not try again (sysexits EX_CONFIG). */
export const badSetUp = 78;

/** Where `npm run build` leaves the pages. */
const builtHandler = join(import.meta.dirname, '../../../../build/handler.js');

/**
 * Starts the built pages by the settings in `process.env` and stops them well on SIGTERM and SIGINT.
 * In the demo a taken port is named and another one used; `url` of the answer is the address in force.
 * Throws `SettingsError`, `PortTaken`, or an `Error` that says how to make the missing build.
 */
export async function serve(): Promise<RunningServer & { settings: Settings }> {
  const settings = await withFreePort(readSettings());
  await harden(settings);
  quietConsole(settings.mode);
  if (!existsSync(builtHandler)) throw new Error('The pages are not built yet. Run npm run build first.');
  // The build holds its own copy of every module: what it must know reaches it through the environment alone.
  process.env.ORIGIN = settings.origin;
  process.env.HEARD_ORIGIN = settings.origin;
  process.env.HEARD_PORT = String(settings.port);
  process.env.BODY_SIZE_LIMIT = '512K';
  const built: { handler: Handler } = await import(pathToFileURL(builtHandler).href);
  const server = await startServer({
    handler: built.handler,
    settings,
    ...(settings.mode === 'demo' ? {} : { log: logRequest }),
    onError: logError,
    limits: limitsFor(settings.mode),
    onClose: tellTheBuild,
    settleMs: settings.mode === 'live' && settings.origin.startsWith('https://') ? 5_000 : 0
  });
  stopOnSignals(server.close);
  // One page that fails in an unforeseen way must not take the service from everybody else.
  process.on('unhandledRejection', (error) => logError(error));
  return { ...server, settings };
}

/** Only the demo may go elsewhere: a live service on another port is a service nobody finds. */
async function withFreePort(settings: Settings): Promise<Settings> {
  if (settings.mode !== 'demo') return settings;
  const port = await freePort(settings.port, settings.host);
  if (port === settings.port) return settings;
  console.log(`Port ${settings.port} is in use by something else, so this uses ${port}.`);
  const origin = new URL(settings.origin);
  if (origin.port === String(settings.port)) origin.port = String(port);
  return { ...settings, port, origin: origin.origin };
}

const logRequest = ({ id, method, status, ms }: RequestLine): void => log.info('request', { id, method, status, ms });

/** The kind of error and where it arose; never its message, which may quote somebody's words. */
const logError = (error: unknown, id?: string): void => log.failure('error', error, { id });

/** Every request is answered: the build may now end its background work and close its database. */
async function tellTheBuild(): Promise<void> {
  // Kit's own event, which node's types of `process` do not know; its listeners may return a promise.
  const emitter: EventEmitter = process;
  const listeners = emitter.listeners('sveltekit:shutdown');
  await Promise.allSettled(listeners.map(async (listener): Promise<unknown> => listener('SIGTERM'))).then((all) => {
    for (const one of all) if (one.status === 'rejected') logError(one.reason);
  });
}

/**
 * Prints what went wrong at the start and gives the exit code a supervisor should see. An error made with `new Error`
 * or one of our own was written for the operator; of any other, a fault in the program, the log says where it arose.
 */
export function sayWhyNot(error: unknown): number {
  const known = error instanceof Error ? error : new Error(String(error));
  const plain = ['Error', 'SettingsError', 'PortTaken'].includes(known.name) && !('code' in known);
  if (plain) process.stderr.write(`${known.message}\n`);
  else log.failure('error', error);
  return plain ? badSetUp : 1;
}

if (import.meta.main) {
  try {
    const { url } = await serve();
    process.stdout.write(`Heard is running at ${url}\n`);
  } catch (error) {
    process.exitCode = sayWhyNot(error);
    // Kit's build may have begun something that would keep this process alive.
    setTimeout(() => process.exit(), 2_000).unref();
  }
}
