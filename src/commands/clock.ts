import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { clockFile, type App } from '#lib/server/app.ts';

export const usage = 'heard clock --forward 3d | --set 2026-12-01T09:00 | --reset   (demo only)';

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3600_000,
  d: 24 * 3600_000,
  w: 7 * 24 * 3600_000
};

/** Moves the demo's clock, also while it runs. Refused where the service is live. */
export async function run(args: readonly string[], app: App, out: (line: string) => void): Promise<number> {
  if (app.settings.mode === 'live') {
    out('The clock of a live service cannot be moved.');
    return 2;
  }
  const offset = offsetOf(args, app.clock.now());
  if (offset === null) {
    out(`Say by how much: ${usage}`);
    return 2;
  }
  const file = clockFile(app.settings);
  mkdirSync(dirname(file), { recursive: true });
  if (offset === 0) rmSync(file, { force: true });
  else writeFileSync(file, String(Math.round(offset)));
  out(`The demo's clock now says ${new Date(Date.now() + offset).toISOString()}.`);
  return 0;
}

/** Milliseconds between the machine's clock and the demo's; null when the words cannot be understood. */
function offsetOf(args: readonly string[], demoNow: Date): number | null {
  const [act, value = '', ...rest] = args;
  if (act === '--reset' && args.length === 1) return 0;
  if (rest.length > 0) return null;
  if (act === '--set') return Number.isNaN(Date.parse(value)) ? null : Date.parse(value) - Date.now();
  const [, number, unit] = /^(\d{1,4})([mhdw])$/.exec(value) ?? [];
  const size = unit ? units[unit] : undefined;
  if (act !== '--forward' || !number || !size) return null;
  return demoNow.getTime() - Date.now() + Number(number) * size;
}
