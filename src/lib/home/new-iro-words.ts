import type { IroStory } from '#lib/introductions/introduction.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';

/** That a child's IRO is somebody new, as their pages say it. `always`: also what was seen often enough. */
export function changeInWords(words: Words, story: IroStory | null, always: boolean) {
  const change = story?.change;
  if (!change || (!change.isNews && !(always && (change.message || change.hidden)))) return null;
  const values = { name: change.now, before: change.before };
  return {
    title: change.isNews ? words.t('meet:change.title', values) : null,
    was: words.t('meet:change.was', values),
    wrote: change.message && words.t('meet:change.wrote', { before: change.message.name }),
    text: change.message?.text ?? null,
    hidden: change.hidden ? words.t('meet:change.hidden') : null,
    meet: words.t('meet:change.meet', values)
  };
}
export type ChangeSaid = NonNullable<ReturnType<typeof changeInWords>>;

/** Who it was before, and that somebody said hello: a sentence each. */
export function storyInWords(words: Words, story: IroStory | null, now: Date) {
  const day = (on: string) => dayInWords(words.language, on, now);
  const hello = story?.hello;
  return {
    helloSaid: hello ? words.t(`meet:hello.said.${hello.way}`, { name: hello.name, day: day(hello.on) }) : null,
    before: (story?.before ?? []).map(({ name, until }) => words.t('meet:change.until', { name, day: day(until) }))
  };
}
