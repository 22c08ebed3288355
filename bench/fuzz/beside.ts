import type { Place } from '../service.ts';
import { inWords, spread } from '../figures.ts';
import { startSlowClients } from '../slow-clients.ts';

/**
 * What goes on beside the malformed requests. Each is started when they begin and told when they are over; it returns what
 * it found and what is wrong, a line each.
 */
export type Beside = (
  place: Place,
  over: Promise<void>
) => Promise<Readonly<{ said: readonly string[]; wrong: readonly string[] }>>;

const fewer = {
  'never a whole header': 40,
  'a body that trickles': 20,
  'takes its answer slowly': 20,
  'says nothing': 40
};

/** Slow and half-open clients, and somebody who looks at the first page meanwhile. How long that may take is `trial:slow-clients`. */
const slowClients: Beside = async ({ origin }, over) => {
  const slow = startSlowClients(origin, fewer);
  const times: number[] = [];
  let refused = 0;
  let going = true;
  void over.then(() => (going = false));
  while (going) {
    const began = performance.now();
    const answer = await fetch(origin, { headers: { accept: 'text/html' } }).catch(() => null);
    await answer?.text();
    if (answer?.status === 200) times.push(performance.now() - began);
    else refused += 1;
    await new Promise((go) => setTimeout(go, 500));
  }
  slow.stop();
  return {
    said: [`beside 120 slow clients the first page: ${inWords(spread(times))}`],
    wrong: refused > 0 ? [`the first page was refused ${refused} times`] : []
  };
};

export const beside: readonly Beside[] = [slowClients];
