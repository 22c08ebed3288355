import { spawn } from 'node:child_process';
import { KeyFault } from './faults.ts';

/** How long the command may take, in milliseconds. */
const PATIENCE = 10_000;
/** More than any ring is long. */
const MOST = 64 * 1024;
/** It is not asked again sooner than this after it was asked, in milliseconds. */
const REST = 5_000;

/**
 * Runs HEARD_KEY_COMMAND (a secret store's own client) without a shell and reads the ring it prints. What it prints is
 * never logged, neither the ring nor its complaints. `again` does not wait: it starts the command anew and gives what
 * the last run printed, so that no request waits for a secret store.
 */
export function startKeyCommand(line: string, patience = PATIENCE): { first: Promise<string>; again: () => string | null } {
  let latest: string | null = null;
  let asked = Date.now();
  const first = runKeyCommand(line, patience);
  const again = () => {
    if (Date.now() - asked > REST) {
      asked = Date.now();
      runKeyCommand(line, patience).then(
        (text) => (latest = text),
        // The ring of the start still holds; whoever needs a newer one is told "busy" and it is asked again.
        () => undefined
      );
    }
    return latest;
  };
  return { first, again };
}

/** Throws `KeyFault` when it cannot be run, fails, takes too long or says too much. */
export function runKeyCommand(line: string, patience: number): Promise<string> {
  const [program = '', ...args] = wordsOf(line);
  return new Promise((give, refuse) => {
    // A group of its own: what it starts in turn is ended with it.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], shell: false, detached: true });
    let text = '';
    const end = (sentence: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      endGroup(child.pid);
      child.stdout.destroy();
      refuse(new KeyFault(sentence));
    };
    const timer = setTimeout(() => end(`HEARD_KEY_COMMAND took longer than ${patience / 1000} seconds.`), patience);
    child.on('error', () => end('HEARD_KEY_COMMAND could not be run.'));
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString('utf8');
      if (text.length > MOST) end('HEARD_KEY_COMMAND printed more than a key ring.');
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) give(text);
      else end('HEARD_KEY_COMMAND failed. What it said is not shown here, because it may hold keys: run it by hand.');
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is over already.
  }
}

/** The words of a command line: spaces part them, double quotes hold some together. Nothing else is special. */
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
