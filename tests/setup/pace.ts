/**
 * Does `open`, something any page or server does, and gives how long something else may take in ms: `limit`, or `times` as long
 * as `open` took, if that is longer. So a limit is what it says on a machine with nothing else to do, and a busy one, which is
 * slow at everything, is measured against itself.
 */
export async function atThisPace(limit: number, times: number, open: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await open();
  return Math.max(limit, times * (performance.now() - began));
}
