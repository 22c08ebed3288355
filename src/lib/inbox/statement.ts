import type { AnswerForIro } from '#lib/consultations/contribution.ts';
import { faceOf, linesOf } from '#lib/journeys/render.ts';

/** Somebody the child asks to be told; `ids` are the tellings one tick settles. */
export type Telling = Readonly<{ name: string; ids: readonly string[]; toldAt: string | null }>;

/** One question with what the child said to it, ready to be drawn. */
export type Block = Readonly<{
  id: string;
  /** Empty when it cannot be opened. */
  topic: string;
  question: string;
  face: ReturnType<typeof faceOf>;
  /** The word of the face, or the lines of any other answer, as they were given. */
  lines: readonly string[];
  /** What was written under it ("say more"), with the words that asked for it. */
  more: { question: string; text: string } | null;
  damaged: boolean;
  changed: boolean;
  audience: AnswerForIro['audience'];
  /** What a professional marked at it. */
  restricted: AnswerForIro['restricted'];
  tellings: readonly Telling[];
}>;

/** A contribution as a reader meets it: what was said, in the order asked, and what was skipped. */
export type Statement = Readonly<{
  blocks: readonly Block[];
  skipped: readonly string[];
  counts: { answered: number; skipped: number };
}>;

/** The follow-up of question `x` has the code `x-more`: they are one thing said, unless they are shared, or marked, differently. */
export function statementOf(answers: readonly AnswerForIro[]): Statement {
  const blocks: Block[] = [];
  const skipped: string[] = [];
  const joined = new Set<string>();
  answers.forEach((answer, index) => {
    if (joined.has(answer.id)) return;
    const next = answers[index + 1];
    const more = next && belongs(next, answer) ? next : null;
    if (more) joined.add(more.id);
    if (answer.state === 'skipped' && !more) skipped.push(answer.asked?.question ?? '');
    else blocks.push(blockOf(answer, more));
  });
  // Counted as the lists count them, which cannot read the words.
  const unanswered = answers.filter(({ state }) => state === 'skipped').length;
  return { blocks, skipped, counts: { answered: answers.length - unanswered, skipped: unanswered } };
}

function belongs(next: AnswerForIro, answer: AnswerForIro): boolean {
  const follows = answer.asked !== null && next.asked?.code === `${answer.asked.code}-more` && next.state !== 'skipped';
  return follows && (answer.state === 'skipped' || (next.audience === answer.audience && sameMarks(next, answer)));
}

const sameMarks = (one: AnswerForIro, other: AnswerForIro): boolean =>
  one.restricted.length === other.restricted.length && one.restricted.every((mark) => other.restricted.includes(mark));

function blockOf(answer: AnswerForIro, more: AnswerForIro | null): Block {
  const said = answer.asked && answer.answer ? { asked: answer.asked, answer: answer.answer } : null;
  return {
    id: answer.id,
    topic: answer.asked?.topic ?? '',
    question: answer.asked?.question ?? '',
    face: said ? faceOf(said.asked, said.answer) : null,
    lines: said ? linesOf(said.asked, said.answer) : [],
    more:
      more?.asked && more.answer ? { question: more.asked.question, text: linesOf(more.asked, more.answer).join('\n') } : null,
    damaged: answer.asked === null,
    changed: answer.changed || (more?.changed ?? false),
    audience: answer.state === 'skipped' && more ? more.audience : answer.audience,
    restricted: answer.state === 'skipped' && more ? more.restricted : answer.restricted,
    tellings: byName([...answer.tellings, ...(more?.tellings ?? [])])
  };
}

/** One line a person, told when the last of it was told. */
function byName(tellings: AnswerForIro['tellings']): Telling[] {
  const people = new Map<string, Telling>();
  for (const { id, name, toldAt } of tellings) {
    const known = people.get(name);
    people.set(name, { name, ids: [...(known?.ids ?? []), id], toldAt: known && known.toldAt === null ? null : toldAt });
  }
  return [...people.values()];
}
