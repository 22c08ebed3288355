import { verifyChain } from '#lib/audit/audit.server.ts';
import type { Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { outboxState } from '#lib/notify/outbox.server.ts';
import { onlyManagerIsRated } from '#lib/ratings/box.server.ts';
import { closedDoors } from '#lib/requests/ready.server.ts';
import { proveReaders } from '#lib/routing/proof.server.ts';
import { isSomebodyOnDuty } from '#lib/routing/rota.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { lookAt } from '#lib/server/database/look.ts';
import type { Line } from '#lib/server/doctor/assertion.ts';
import { examine, printed } from '#lib/server/doctor/examine.ts';
import { assertions } from '#lib/server/doctor/list.ts';
import { thisMachine } from '#lib/server/doctor/machine.ts';
import type { House, Probe } from '#lib/server/doctor/probe.ts';
import { loadRing } from '#lib/server/keys/source.ts';
import { readSettings, SettingsError, type Settings } from '#lib/server/settings.ts';

export const usage = 'heard doctor [--json]';

const asDoctor = (app: App): Context => app.context({ kind: 'command', id: 'doctor', assurance: 'host' });

const house: House = {
  withoutReader: async (app) => proveReaders(asDoctor(app)),
  emptyDesks: async (app) => [...(await proveReaders(asDoctor(app))).emptyDesks],
  async numbers(app) {
    const { officePhone, outOfHoursPhone } = await councilSettings(asDoctor(app));
    return { officePhone, outOfHoursPhone: outOfHoursPhone ?? '' };
  },
  closedDoors: (app) => closedDoors(asDoctor(app)),
  isSomebodyOnDuty: (app) => isSomebodyOnDuty(asDoctor(app)),
  onlyManagerIsRated: (app) => onlyManagerIsRated(asDoctor(app)),
  outbox: (app) => outboxState(asDoctor(app)),
  chain: (app) => verifyChain(asDoctor(app))
};

/**
 * Asks all that must be true of this installation. Returns 0 when nothing is at fault, 1 otherwise; prints a line each,
 * and below a fault its cure. `parts` puts another machine, clock or opened Heard in its place.
 */
export async function run(args: readonly string[], out: (line: string) => void, parts: Partial<Probe> = {}): Promise<number> {
  const json = args[0] === '--json' && args.length === 1;
  if (args.length > 0 && !json) {
    out(usage);
    return 2;
  }
  const { probe, close } = probeOf(parts.env ?? process.env, parts);
  try {
    const lines = await examine(assertions, probe, (line) => !json && printed(line).forEach(out));
    if (json) out(JSON.stringify(lines, null, 2));
    else out(summary(lines));
    return lines.some(({ state }) => state === 'fault') ? 1 : 0;
  } finally {
    await close();
  }
}

function summary(lines: readonly Line[]): string {
  const many = (state: Line['state']) => lines.filter((line) => line.state === state).length;
  return `${many('fine')} fine, ${many('fault')} at fault, ${many('unasked')} not to be asked here.`;
}

/** What doctor looks through, with the database opened at most once. */
export function probeOf(env: Probe['env'], parts: Partial<Probe> = {}): { probe: Probe; close(): Promise<void> } {
  const { settings, problems } = parts.settings ? { settings: parts.settings, problems: [] } : settingsIn(env);
  let opened: Promise<App> | null = null;
  const own = {
    ...{ env, settings, problems, house },
    ...{ machine: thisMachine, now: () => new Date() },
    ring: () => loadRing(settings),
    look: () => lookAt(settings.databaseUrl),
    app: () => (opened ??= openApp(settings))
  };
  const close = async () => (await opened?.catch(() => null))?.close();
  return { probe: { ...own, ...parts }, close };
}

/** The settings; when some are wrong, what is wrong with them, and the others so that the rest can still be asked. */
function settingsIn(env: Probe['env']): { settings: Settings; problems: readonly string[] } {
  try {
    return { settings: readSettings(env), problems: [] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const wrong = error.problems.map((problem) => problem.split(':', 1)[0] ?? '');
    const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.includes(name)));
    return {
      settings: readSettings({ ...rest, HEARD_KEYS: '', HEARD_KEY_COMMAND: '', HEARD_MODE: 'test' }),
      problems: error.problems
    };
  }
}
