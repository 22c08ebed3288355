/**
 * `npm run check:readers [HISTORIES] [--seed N]`: that at no moment of random histories (absences, covers of covers, leavers,
 * children given to others, desks made up anew, time going by) anything lies unread without somebody here who can really open
 * it, and that what children are told follows from what happened. Ends with 1 where one of them does not hold.
 */
import { falseWords, tellHistories } from '#tests/readers/check.ts';

const [, , ...args] = process.argv;
const seedAt = args.indexOf('--seed');
const seed = seedAt >= 0 ? Number(args[seedAt + 1]) : 1;
const many = Number(args.find((arg, at) => /^\d+$/.test(arg) && (seedAt < 0 || at !== seedAt + 1)) ?? 10_000);
if (!Number.isInteger(seed) || many < 1) {
  console.log('npm run check:readers [HISTORIES] [--seed N]');
  process.exit(64);
}
const began = performance.now();
const found = await tellHistories(many, seed, (line) => console.log(line));
const seconds = (performance.now() - began) / 1000;
const line = (what: string, figure: number | string) => console.log(`${what.padEnd(58)} ${figure}`);
line(`histories (seeds ${seed} to ${seed + many - 1})`, found.histories);
line('moments looked at', found.moments);
line('unread items looked at, at all moments together', found.items);
line('of them without a reader who can open them', found.without);
line('of what went past somebody with really nobody left', found.nobodyLeft);
line('worst time to a reader, in minutes', found.longestWithout / 60_000);
line('doors that open or stay shut against what happened', found.wrongDoors);
line('sets of words a child was told', found.words);
line('false "read"', found.falseRead);
line('false "answered"', found.falseAnswered);
line('false "has it"', found.falseHas);
line('opened, taken at a desk, climbed a step', `${found.opened}, ${found.taken}, ${found.climbed}`);
line('histories a second', (found.histories / seconds).toFixed(1));
for (const fault of found.faults) console.log(`  ${fault}`);
process.exitCode = found.without + falseWords(found) + found.wrongDoors > 0 ? 1 : 0;
