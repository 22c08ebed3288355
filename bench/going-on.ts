import { submissionIn, visitor } from './browser.ts';
import type { SignedIn } from './seed.ts';

/** What one child was told: words whose sending was acknowledged, each with the moment it was. */
export type Told = Readonly<{ child: SignedIn; sent: { words: string; at: number }[] }>;

export type GoingOn = Readonly<{
  told: readonly Told[];
  /** Ms of every request answered since this was last asked. */
  take(): number[];
  stop(): Promise<void>;
}>;

const wait = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));

/**
 * Children who read, write and send at an ordinary pace, each in their own browser, until told to stop. An answer other
 * than the page's own way on is a failure, and is thrown by `stop`.
 */
export function goOn(origin: string, children: readonly SignedIn[], paceMs: number): GoingOn {
  let going = true;
  const times: number[] = [];
  const told = children.map((child): Told => ({ child, sent: [] }));
  const all = Promise.all(
    told.map((one) =>
      keepWriting(
        origin,
        one,
        () => going,
        paceMs,
        (ms) => times.push(ms)
      )
    )
  );
  // A failure is told at the end, not as an unhandled one in between.
  all.catch(() => (going = false));
  return {
    told,
    take: () => times.splice(0),
    async stop() {
      going = false;
      await all;
    }
  };
}

async function keepWriting(
  origin: string,
  { child, sent }: Told,
  going: () => boolean,
  paceMs: number,
  took: (ms: number) => void
) {
  const who = visitor(origin, child.cookie);
  const think = () => wait(paceMs * (0.5 + Math.random()));
  try {
    for (let round = 1; going(); round += 1) {
      const words = `round ${round} of ${child.id}`;
      await think();
      took((await who.post('/me/say?/start', [])).ms);
      const fields = [['from', ''] as const, ['change', words] as const, ['b31.who', 'only_iro'] as const];
      const saved = await who.post('/me/say/b31?/next', fields);
      took(saved.ms);
      if (saved.status !== 303) throw new Error(`saving answered ${saved.status}`);
      await think();
      const check = await who.get('/me/check');
      took(check.ms);
      const done = await who.post('/me/check?/send', [['submission', submissionIn(check.body)]]);
      took(done.ms);
      if (done.status !== 303) throw new Error(`sending answered ${done.status} ${done.location}`);
      sent.push({ words, at: Date.now() });
    }
  } finally {
    who.close();
  }
}
