/**
 * `npm run trial:second-look`: what the second look finds, misses and asks about for nothing, in the written examples;
 * those it was made with and those it was not, apart. Ends with 1 below the floors its test asks for.
 */
import { floors, outcomes, shares, type Outcome } from '#tests/setup/second-look.ts';

const cell = (text: string | number, width: number) => String(text).padStart(width);

for (const set of ['tuned', 'held-out'] as const) {
  const all = outcomes(set);
  const { asked, missed, quiet, forNothing } = shares(all);
  console.log(
    `${set}: ${all.length} examples. Hold something: ${asked + missed}, asked about ${asked}, missed ${missed}. ` +
      `Hold nothing: ${quiet + forNothing}, left alone ${quiet}, asked about for nothing ${forNothing}.`
  );
  for (const [kind, { found, missed: lost, other }] of kindsOf(all))
    console.log(
      `  ${kind.padEnd(10)} found ${cell(found, 3)}  missed ${cell(lost, 3)}  found as something else ${cell(other, 3)}`
    );
  for (const { example, missed: lost, extra } of all) {
    for (const one of lost) console.log(`  missed      ${one.kind}: ${one.words}  in: ${example.text}`);
    for (const one of extra) console.log(`  for nothing ${one.kind}: ${one.found}  in: ${example.text}`);
  }
  const asks = asked / (asked + missed);
  const silent = quiet / (quiet + forNothing);
  if (asks < floors[set].asked || silent < floors[set].quiet) process.exitCode = 1;
}

function kindsOf(all: readonly Outcome[]): [string, { found: number; missed: number; other: number }][] {
  const kinds = new Map<string, { found: number; missed: number; other: number }>();
  const of = (kind: string) => {
    const counts = kinds.get(kind) ?? { found: 0, missed: 0, other: 0 };
    kinds.set(kind, counts);
    return counts;
  };
  for (const { found, missed } of all) {
    for (const { kind, as } of found) of(kind)[as === kind ? 'found' : 'other'] += 1;
    for (const { kind } of missed) of(kind).missed += 1;
  }
  return [...kinds];
}
