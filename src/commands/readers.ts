import { keepProof } from '#lib/routing/proof.server.ts';
import type { App } from '#lib/server/app.ts';

export const usage = 'heard readers   (proves now that whatever waits has somebody who can open it)';

/** Makes the nightly proof now. Returns 0 when nothing is without a reader, 1 otherwise. */
export async function run(args: readonly string[], app: App, out: (line: string) => void): Promise<number> {
  if (args.length > 0) {
    out(usage);
    return 2;
  }
  const ctx = app.context({ kind: 'command', id: 'readers', assurance: 'host' });
  const { items, withoutReader, emptyDesks } = await keepProof(ctx);
  out(`${items} wait, ${withoutReader} without a reader, as of ${ctx.now.toISOString().slice(0, 16)}Z.`);
  if (emptyDesks.length > 0) out(`Nobody is at: ${emptyDesks.join(', ')}.`);
  return withoutReader > 0 ? 1 : 0;
}
