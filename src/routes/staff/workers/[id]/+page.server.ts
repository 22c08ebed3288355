import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { staffRoles } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { offeredWays } from '#lib/invitations/sending.server.ts';
import { allow } from '#lib/relations.server.ts';
import { serving } from '#lib/server/serving.ts';
import { refusalInWords } from '#lib/sign-in/wording.ts';
import { changeRoles, endVisitsOfWorker, linkForWorker, setWorking, workers } from '#lib/sign-in/workers/workers.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** One person who works here: their link, what they do, whether they are let in. For administrators. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const one = (await workers(ctx)).find(({ id }) => id === params.id);
  if (!one) throw notFound();
  await allow(ctx, 'worker.change');
  const { roles } = words.section('staff').nav;
  const say = words.section('ways', { count: 0 }).workers;
  const done = doneWords.find((key) => url.searchParams.has(key));
  return {
    say,
    roles: staffRoles.map((code) => ({ code, name: roles[code] })),
    worker: { name: one.name, active: one.active, roles: one.roles.map(({ role }) => role) },
    done: done ? say[done] : null
  };
};

const doneWords = ['rolesSaved', 'disabled', 'enabled', 'visitsEnded'] as const;

type Event = RequestEvent<{ id: string }>;

export const actions: Actions = {
  link: (event) =>
    tried(event, async () => {
      const { settings } = serving();
      // In the demo mail is sent too, and stays in it.
      const mails = offeredWays(settings).includes('email');
      const { by, token } = await linkForWorker(event.locals.ctx, event.params.id, mails);
      return { by, link: token && `${settings.origin}/sign-in/link/${token}` };
    }),
  roles: (event) =>
    then(event, 'rolesSaved', async () => {
      const posted = await event.request.formData();
      const roles = staffRoles.filter((role) => posted.getAll('role').includes(role));
      await changeRoles(event.locals.ctx, event.params.id, roles);
    }),
  disable: (event) => then(event, 'disabled', () => setWorking(event.locals.ctx, event.params.id, false)),
  enable: (event) => then(event, 'enabled', () => setWorking(event.locals.ctx, event.params.id, true)),
  visits: (event) => then(event, 'visitsEnded', () => endVisitsOfWorker(event.locals.ctx, event.params.id))
};

const then = (event: Event, done: (typeof doneWords)[number], work: () => Promise<void>) =>
  tried(event, async () => {
    await work();
    redirect(303, `/staff/workers/${event.params.id}?${done}`);
  });

async function tried<T>({ locals }: Event, work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
    return fail(400, { problem: refusalInWords(locals.words, locals.council.name, error) });
  }
}
