import { callIro } from '#lib/children/calling.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import { writeHandOver } from '#lib/introductions/hand-over.server.ts';
import { askTalk } from '#lib/talks/asking.server.ts';
import { setTalk } from '#lib/talks/setting.server.ts';
import { childIn } from './child-sends.ts';
import { dayOn, type Marked } from './town.ts';

type With = Readonly<{
  as: (actor: Actor) => Context;
  childId: string;
  of: (column: string) => Marked;
  mark: (marked: Marked) => string;
  iro: Extract<Actor, { kind: 'staff' }>;
}>;

/** A child calls their IRO by a name, picks a time for a talk, and it is set; the IRO writes for when they leave. */
export async function meets({ as, childId, of, mark, iro }: With): Promise<{ talk: string; handOver: string }> {
  const child = () => as(childIn(childId));
  await callIro(child(), childId, iro.id, mark(of('iro_names.called_sealed')));
  const on = dayOn(child().now, 6);
  const where = mark(of('talk_steps.body_sealed'));
  const talk = await askTalk(child(), { id: child().ids(), way: 'walk', times: [{ on, part: 'evening' }], where });
  await setTalk(as(iro), talk, { on, at: '16:00', way: 'walk', word: mark(of('talk_steps.body_sealed')), moves: 1 });
  await writeHandOver(as(iro), childId, { text: mark(of('hand_overs.body_sealed')), version: `${iro.id} 0` });
  return { talk, handOver: `${iro.id} 1` };
}
