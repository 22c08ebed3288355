import type { App } from '#lib/server/app.ts';
import type { Context } from '#lib/context.ts';
import { askForIntroductions } from '#lib/introductions/hello.server.ts';
import { clearCodes } from '#lib/invitations/entering.server.ts';
import { clearOutbox } from '#lib/notify/outbox.server.ts';
import { openDemoPost } from '#lib/server/demo-post.ts';
import { noteTime } from '#lib/server/last-times.ts';
import { log } from '#lib/server/log.ts';
import { openMail } from '#lib/server/mail.ts';
import { groupRatings } from '#lib/ratings/closing.server.ts';
import { openNotify, type Failures } from '#lib/server/notify.ts';
import { openTexts } from '#lib/server/texts.ts';
import { clearAway } from '#lib/sign-in/sign-in.server.ts';
import { remindOfUnopened, remindToRing } from '#lib/requests/reminding.server.ts';
import { climb } from '#lib/routing/climbing.server.ts';
import { proveEveryNight } from '#lib/routing/proof.server.ts';
import { anchoring, checkingAudit, watchingClock } from './keep-audit.ts';
import { askWhatFailed, sendOutbox, type Carriers as Outward } from './send-outbox.ts';
import { watchdog } from './watchdog.ts';

/** `watched`: that it goes round is watched, and what it returns says how much it did; while that is something, it goes on at once. */
type Job = Readonly<{ name: string; everyMs: number; watched?: true; run: (ctx: Context) => Promise<unknown> }>;

/**
 * Starts what happens by the clock, in this process. Each job runs alone, in short slices, and waits its time again
 * after it has finished. Returns what stops it all; a job under way finishes its slice first.
 */
export function startJobs(app: App): () => void {
  const carriers = carriersOf(app);
  const stops = jobsOf(app, carriers).map((job) => repeat(app, job));
  return () => {
    for (const stop of stops) stop();
    for (const carrier of [carriers.mail, carriers.texts, carriers.letters]) carrier?.close();
  };
}

/** What happens by the clock. */
export const jobsOf = (app: App, { mail, texts, letters, failures }: Carriers): readonly Job[] => [
  {
    ...{ name: 'send-outbox', everyMs: 2_000, watched: true },
    // The demo wakes nobody: whoever tries it out at night finds what it sent.
    run: (ctx) => sendOutbox(ctx, mail, app.settings.origin, texts, letters, app.settings.mode !== 'demo')
  },
  { name: 'ask-what-failed', everyMs: 5 * 60_000, run: (ctx) => askWhatFailed(ctx, failures) },
  { name: 'clear-outbox', everyMs: 6 * 3600_000, run: clearOutbox },
  { name: 'remind-of-unopened', everyMs: 60_000, run: remindOfUnopened },
  { name: 'climb', everyMs: 60_000, run: climb },
  { name: 'prove-readers', everyMs: 15 * 60_000, run: proveEveryNight },
  { name: 'remind-to-ring', everyMs: 15 * 60_000, run: remindToRing },
  { name: 'ask-for-introductions', everyMs: 5 * 60_000, run: askForIntroductions },
  { name: 'clear-away', everyMs: 15 * 60_000, run: clearAway },
  // By this doctor sees that a worker runs, and that the clock has not gone back.
  { name: 'tick', everyMs: 60_000, run: (ctx) => noteTime(ctx.db, 'worker', ctx.now) },
  { name: 'clear-codes', everyMs: 15 * 60_000, run: clearCodes },
  { name: 'group-ratings', everyMs: 15 * 60_000, run: groupRatings },
  { name: 'anchor-audit', everyMs: 20_000, run: anchoring(app.settings) },
  { name: 'verify-audit', everyMs: 15 * 60_000, run: checkingAudit(app.settings) },
  { name: 'watch-clock', everyMs: 60_000, run: watchingClock() }
];

type Carriers = Outward & Readonly<{ failures: Failures | null }>;

/** What mail, texts and letters leave by: in the demo they stay in it. */
function carriersOf({ settings, clock }: App): Carriers {
  if (settings.mode === 'demo') return { ...openDemoPost(settings, () => clock.now()), letters: null, failures: null };
  const notify = openNotify(settings);
  return {
    mail: openMail(settings) ?? notify?.mail ?? null,
    texts: openTexts(settings) ?? notify?.texts ?? null,
    letters: notify?.letters ?? null,
    failures: notify?.failures ?? null
  };
}

function repeat(app: App, job: Job): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const dog = job.watched ? watchdog(job.name) : null;
  const again = (waitMs: number) => {
    if (!stopped) timer = setTimeout(() => void once(), waitMs).unref();
  };
  const once = async () => {
    let did: unknown = 0;
    try {
      did = await job.run(app.context({ kind: 'job', id: job.name, assurance: 'host' }));
    } catch (error) {
      if (!stopped) log.failure('job-failed', error, { job: job.name });
    }
    dog?.tick();
    again(dog && typeof did === 'number' && did > 0 ? 50 : job.everyMs);
  };
  again(job.everyMs);
  return () => {
    stopped = true;
    dog?.stop();
    clearTimeout(timer);
  };
}
