import { findingKinds, secondLook, type Finding, type FindingKind } from '#lib/invitations/second-look.ts';
import { watchedForm } from '#lib/invitations/watched-words.ts';
import written from '#tests/unit/second-look-examples.json' with { type: 'json' };

/** `tuned`: what the rules were made with. `held-out`: what they were only measured with. */
export type ExampleSet = 'tuned' | 'held-out';

/** A sentence somebody might write, and what in it tells where a child lives. */
export type Example = Readonly<{
  set: string;
  text: string;
  holds: readonly Readonly<{ kind: string; words: string }>[];
  watch?: readonly string[];
  allowed?: readonly string[];
}>;

export const examples: readonly Example[] = written;

export type Outcome = Readonly<{
  example: Example;
  /** What it holds and was found, and as which kind. */
  found: readonly Readonly<{ kind: string; as: FindingKind; words: string }>[];
  missed: readonly Readonly<{ kind: string; words: string }>[];
  /** What was asked about and is nothing. */
  extra: readonly Finding[];
}>;

export function outcomeOf(example: Example): Outcome {
  const forms = new Set((example.watch ?? []).map((name) => watchedForm(name)?.form));
  const findings = secondLook(example.text, { watch: (form) => forms.has(form), allowed: example.allowed ?? [] });
  const places = example.holds.map(({ words }) => {
    const start = example.text.indexOf(words);
    return [start, start + words.length] as const;
  });
  const hits = example.holds.map((one, nth) => ({ one, hit: findings.find((finding) => covers(finding, places[nth])) }));
  return {
    example,
    found: hits.flatMap(({ one, hit }) => (hit ? [{ ...one, as: hit.kind }] : [])),
    missed: hits.flatMap(({ one, hit }) => (hit ? [] : [one])),
    extra: findings.filter((finding) => !places.some((place) => covers(finding, place)))
  };
}

/** A finding counts when most of what is there is inside it. */
function covers({ at: [start, end] }: Finding, place: readonly [number, number] | undefined): boolean {
  if (!place) return false;
  const shared = Math.min(end, place[1]) - Math.max(start, place[0]);
  return shared * 2 > place[1] - place[0];
}

export const outcomes = (set: ExampleSet): Outcome[] => examples.filter((one) => one.set === set).map(outcomeOf);

/** Of the examples that hold something, those asked about whole; of those that hold nothing, those left alone. */
export function shares(all: readonly Outcome[]) {
  const holding = all.filter(({ example }) => example.holds.length > 0);
  const empty = all.filter(({ example }) => example.holds.length === 0);
  const asked = holding.filter(({ missed }) => missed.length === 0).length;
  const quiet = empty.filter(({ extra }) => extra.length === 0).length;
  return { asked, missed: holding.length - asked, quiet, forNothing: empty.length - quiet };
}

/** The least that is good enough: a share of the examples that hold something, and of those that do not. */
export const floors: Readonly<Record<ExampleSet, Readonly<{ asked: number; quiet: number }>>> = {
  tuned: { asked: 0.9, quiet: 0.9 },
  'held-out': { asked: 0.8, quiet: 0.8 }
};

export const isKind = (kind: string): boolean => findingKinds.some((one) => one === kind);
