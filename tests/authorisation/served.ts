import { pathToFileURL } from 'node:url';
import { startServer, type Handler } from '#lib/server/http/server.ts';
import { usualLimits } from '#lib/server/http/limits.ts';
import { readSettings } from '#lib/server/settings.ts';

/**
 * The built pages behind the real server, in a process of its own: `served.ts HANDLER`. What the parent sends is handed to
 * `globalThis.heardMutant`, which only a build made for the trial of mutants knows. Prints `ready` when it listens.
 */
const [, , handlerFile = ''] = process.argv;
const settings = readSettings();
process.env.ORIGIN = settings.origin;
process.env.BODY_SIZE_LIMIT = '512K';
const built: { handler: Handler } = await import(pathToFileURL(handlerFile).href);
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
const server = await startServer({
  handler: built.handler,
  settings,
  // One machine asks for everybody here, as fast as it can.
  limits: { ...usualLimits, looksPerMinute: 1e9, sendsPerMinute: 1e9, sheds: false },
  log: say,
  onError: (error, id) => say({ kind: 'error', id, name: error instanceof Error ? error.name : 'unknown' })
});
process.on('message', (mutant) => {
  const { heardMutant }: { heardMutant?: unknown } = globalThis as { heardMutant?: unknown };
  process.send?.(typeof heardMutant === 'function' ? heardMutant(mutant) : []);
});
// Whoever started this is gone.
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
process.stdout.write('ready\n');
