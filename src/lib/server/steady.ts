import { setTimeout } from 'node:timers/promises';

/** How long an answer takes at least that must not say by its time whether somebody is there, in milliseconds. */
const AT_LEAST = 200;

/** Does `work` and answers, or fails, no sooner than after a fixed time. */
export async function steadily<T>(work: Promise<T>): Promise<T> {
  const [done] = await Promise.allSettled([work, setTimeout(AT_LEAST)]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
}
