/** The process that sends, and nothing else of the product: what a council runs with HEARD_WORKER=on. It is killed at any moment. */
import { openApp } from '#lib/server/app.ts';
import { readSettings } from '#lib/server/settings.ts';
import { startJobs } from '#jobs/runner.ts';

const app = await openApp(readSettings());
const stop = startJobs(app);
// Its timers would let the process end.
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  stop();
  clearInterval(alive);
  void app.close();
});
process.stdout.write('sending\n');
