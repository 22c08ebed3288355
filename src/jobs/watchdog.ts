import { log } from '#lib/server/log.ts';

/** How long what must go round may stand still before the process ends, to be started anew (security.md R-13). */
export const LONGEST_STANDSTILL = 120_000;

/** The exit code then: a supervisor starts it again (sysexits EX_SOFTWARE; not the 78 of a wrong set-up). */
export const STOOD_STILL = 70;

export type Watchdog = Readonly<{
  /** It went round. */
  tick(): void;
  stop(): void;
}>;

type Parts = Readonly<{ longestMs?: number; now?: () => number; bite?: () => void }>;

/**
 * Watches a loop that must go round: mail that hangs for ever in one place would otherwise stand still until somebody notices. The
 * time is the machine's own, which no clock that is set back moves. `bite` ends the process; tests put in their own.
 */
export function watchdog(
  job: string,
  { longestMs = LONGEST_STANDSTILL, now = () => performance.now(), bite = end }: Parts = {}
): Watchdog {
  let last = now();
  let asked = last;
  const timer = setInterval(
    () => {
      // A machine that slept, or a debugger: nothing went round, this neither.
      if (now() - asked > longestMs) last = now();
      asked = now();
      if (now() - last <= longestMs) return;
      clearInterval(timer);
      log.failure('stood-still', new Error('a loop did not go round'), { job });
      bite();
    },
    Math.max(10, longestMs / 12)
  ).unref();
  return { tick: () => void (last = now()), stop: () => clearInterval(timer) };
}

/** At once: whatever hangs would keep an orderly end waiting too, and all that was acknowledged is on disk. */
const end = () => process.exit(STOOD_STILL);
