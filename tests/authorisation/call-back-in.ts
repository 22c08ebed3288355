import { randomUUID } from 'node:crypto';
import { noteCallBack } from '#lib/call-backs/noting.server.ts';
import { sendCallBack } from '#lib/call-backs/sending.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import type { Marked } from './town.ts';

/** Somebody who says they are family asks to be rung, and the team's desk tried once. Gives ids by name. */
export async function callBackIn(
  visitor: Context,
  as: (actor: Actor) => Context,
  atDesk: string,
  mark: (marked: Marked) => string,
  number: (marked: Marked) => string
): Promise<Record<string, string>> {
  const body: Marked = { column: 'call_backs.body_sealed', child: null };
  await sendCallBack(
    visitor,
    { submissionId: randomUUID(), language: 'en' },
    { name: mark(body), related: 'aunt', child: mark(body), phone: number(body), when: 'evenings', about: mark(body) }
  );
  const { id } = await visitor.db.selectFrom('call_backs').select('id').executeTakeFirstOrThrow();
  const worker: Actor = {
    ...{ kind: 'staff', id: atDesk, sessionId: 'town', assurance: 'passkey', stepUpUntil: null, roles: ['iro'] }
  };
  await noteCallBack(as(worker), id, {
    outcome: 'no-answer',
    note: mark({ column: 'call_back_tries.body_sealed', child: null })
  });
  return { callBack: id };
}
