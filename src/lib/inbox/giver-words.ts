import type { Voice } from '#lib/consultations/comparing.server.ts';
import type { ContributionForIro } from '#lib/consultations/contribution.ts';
import type { Giver } from '#lib/consultations/giver.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { Block } from './statement.ts';

/** An adult who gave views, in words: who they are, that these are theirs, and how they came to be here. */
export type SpokenGiver = Readonly<{
  name: string;
  /** "Dawn, mum"; "Ms Lee, teacher". */
  who: string;
  /** What kind of voice it is: it stands as a tag on everything of theirs. */
  kind: string;
  /** "Said by telephone on Monday 8 June. Written down by Sam Okafor."; empty when they sent it themselves. */
  how: string;
}>;

export function giverInWords(words: Words, giver: Giver, now: Date): SpokenGiver {
  const name = giver.name || words.t('staff:views.someone');
  const relation = words.t(`staff:relations.${giver.relation}`);
  const role = giver.form === 'professional' && giver.role !== null ? giver.role : null;
  const said = { name, relation: role === null ? relation : words.t(`reading:roles.${role}`, { relation }) };
  return {
    name,
    who: words.t('reading:who', said),
    kind: words.t(`reading:kind.${giver.form}`),
    how: howInWords(words, giver, now)
  };
}

function howInWords(words: Words, { channel, givenOn, enteredBy }: Giver, now: Date): string {
  if (enteredBy === null || channel === 'online') return '';
  const who = enteredBy || words.t('staff:views.someone');
  const on = givenOn === null ? null : dayInWords(words.language, givenOn, now);
  const given = on === null ? words.t(`reading:channel.${channel}`) : words.t(`reading:channelOn.${channel}`, { day: on });
  return `${given} ${words.t('reading:enteredBy', { who })}`;
}

/** A block with what was marked at it, in words. */
export type MarkedBlock = Block & Readonly<{ marks: readonly string[] }>;

export const marked = (words: Words, blocks: readonly Block[]): MarkedBlock[] =>
  blocks.map((block) => ({ ...block, marks: block.restricted.map((mark) => words.t(`reading:restricted.${mark}`)) }));

/** The name by which a page speaks of whoever sent this: the adult, or what the child likes to be called. */
export const nameIn = (words: Words, { giver }: Pick<ContributionForIro, 'giver'>, called: string): string =>
  giver === null ? called : giver.name || words.t('staff:views.someone');

/** Whose words stand in a column: the child's own, or an adult's with what they are. */
export type SpokenVoice = Readonly<{ id: string; who: string; kind: string | null; how: string }>;

export function voiceInWords(
  { words, now, called }: Readonly<{ words: Words; now: Date; called: string }>,
  { id, giver }: Pick<Voice, 'id' | 'giver'>
): SpokenVoice {
  if (giver === null) return { id, who: called, kind: null, how: '' };
  const { who, kind, how } = giverInWords(words, giver, now);
  return { id, who, kind, how };
}
