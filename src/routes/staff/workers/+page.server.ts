import { fail, redirect } from '@sveltejs/kit';
import { staffRoles } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { asHeading } from '#lib/inbox/wording.ts';
import { allow } from '#lib/relations.server.ts';
import { refusalInWords } from '#lib/sign-in/wording.ts';
import { addWorker, endEverybodysVisits, workers, type WorkerShown } from '#lib/sign-in/workers/workers.server.ts';
import type { Words } from '#locales/words.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who works here, and adding somebody. For administrators. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const all = await workers(ctx);
  // What is typed here is not lost: they confirm first who they are.
  await allow(ctx, 'worker.change');
  const { roles } = words.section('staff').nav;
  return {
    say: words.section('ways', { count: 0 }).workers,
    roles: staffRoles.map((code) => ({ code, name: roles[code] })),
    workers: all.map((one) => ({
      id: one.id,
      name: one.name,
      active: one.active,
      roles: one.roles.map(({ role }) => roles[role]).join(', '),
      ways: waysInWords(words, one)
    }))
  };
};

function waysInWords(words: Words, { passkeys, council, passphrase }: WorkerShown): string {
  const { workers } = words.section('ways', { count: passkeys });
  const has = [passkeys > 0 && workers.passkeys, council && workers.council, passphrase && workers.passphrase];
  return asHeading(has.filter((one) => one !== false).join(', ') || workers.none);
}

export const actions: Actions = {
  add: async ({ locals, request }) => {
    const posted = await request.formData();
    const name = String(posted.get('name') ?? '').slice(0, 100);
    const email = String(posted.get('email') ?? '').slice(0, 254);
    const roles = staffRoles.filter((role) => posted.getAll('role').includes(role));
    let id: string;
    try {
      id = await addWorker(locals.ctx, { name, email, roles });
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { name, email, roles, problem: refusalInWords(locals.words, locals.council.name, error) });
    }
    redirect(303, `/staff/workers/${id}`);
  },
  everybody: async ({ locals }) => {
    await endEverybodysVisits(locals.ctx);
    redirect(303, '/sign-in/staff');
  }
};
