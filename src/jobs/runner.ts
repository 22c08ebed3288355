import type { App } from '#lib/server/app.ts';
import type { Context } from '#lib/context.ts';
import { askForIntroductions } from '#lib/introductions/hello.server.ts';
import { clearCodes } from '#lib/invitations/entering.server.ts';
import { openDemoPost } from '#lib/server/demo-post.ts';
import { noteTime } from '#lib/server/last-times.ts';
import { log } from '#lib/server/log.ts';
import { openMail, type MailTransport } from '#lib/server/mail.ts';
import { openTexts, type TextTransport } from '#lib/server/texts.ts';
import { clearAway } from '#lib/sign-in/sign-in.server.ts';
import { remindOfUnopened } from '#lib/requests/reminding.server.ts';
import { anchoring, checkingAudit, watchingClock } from './keep-audit.ts';
import { sendOutbox } from './send-outbox.ts';

type Job = Readonly<{ name: string; everyMs: number; run: (ctx: Context) => Promise<unknown> }>;

/**
 * Starts what happens by the clock, in this process. Each job runs alone, in short slices, and waits its time again
 * after it has finished. Returns what stops it all; a job under way finishes its slice first.
 */
export function startJobs(app: App): () => void {
  const carriers = carriersOf(app);
  const { mail, texts } = carriers;
  const stops = jobsOf(app, carriers).map((job) => repeat(app, job));
  return () => {
    for (const stop of stops) stop();
    mail?.close();
    texts?.close();
  };
}

/** What happens by the clock. */
export const jobsOf = (app: App, { mail, texts }: Carriers): readonly Job[] => [
  { name: 'send-outbox', everyMs: 2_000, run: (ctx) => sendOutbox(ctx, mail, app.settings.origin, texts) },
  { name: 'remind-of-unopened', everyMs: 60_000, run: remindOfUnopened },
  { name: 'ask-for-introductions', everyMs: 5 * 60_000, run: askForIntroductions },
  { name: 'clear-away', everyMs: 15 * 60_000, run: clearAway },
  // By this doctor sees that a worker runs, and that the clock has not gone back.
  { name: 'tick', everyMs: 60_000, run: (ctx) => noteTime(ctx.db, 'worker', ctx.now) },
  { name: 'clear-codes', everyMs: 15 * 60_000, run: clearCodes },
  { name: 'anchor-audit', everyMs: 20_000, run: anchoring(app.settings) },
  { name: 'verify-audit', everyMs: 15 * 60_000, run: checkingAudit(app.settings) },
  { name: 'watch-clock', everyMs: 60_000, run: watchingClock() }
];

type Carriers = Readonly<{ mail: MailTransport | null; texts: TextTransport | null }>;

/** What mail and texts leave by: in the demo they stay in it. */
const carriersOf = ({ settings, clock }: App) =>
  settings.mode === 'demo' ? openDemoPost(settings, () => clock.now()) : { mail: openMail(settings), texts: openTexts(settings) };

function repeat(app: App, job: Job): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const again = () => {
    if (!stopped) timer = setTimeout(() => void once(), job.everyMs).unref();
  };
  const once = async () => {
    try {
      await job.run(app.context({ kind: 'job', id: job.name, assurance: 'host' }));
    } catch (error) {
      if (!stopped) log.failure('job-failed', error, { job: job.name });
    }
    again();
  };
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
