/**
 * `npm run trial:keys [-- MANIPULATIONS KILLS CHILDREN]`: ciphertexts tampered with in sixteen ways, none of which may be
 * accepted; the ring turned over and everything sealed anew, killed at random instants while another process writes; and
 * a child erased, looked for in the live file and in a copy from before.
 */
import { cpus } from 'node:os';
import { eraseAndLook } from './keys/erased.ts';
import { killAndGoOn } from './keys/killed.ts';
import { digestOf, knownAnswers, knownField, tampered } from '#tests/setup/sealed-fields.ts';
import { clearAway, newPlace } from './service.ts';

const [manipulations = 20_000, kills = 30, children = 300] = process.argv.slice(2).map(Number);
const faults: string[] = [];
const part = (name: string, wrong: readonly string[]) => {
  faults.push(...wrong);
  console.log(`${wrong.length === 0 ? 'PASS' : 'FAIL'}  ${name}`);
  for (const line of wrong.slice(0, 20)) console.log(`      ${line}`);
};

console.log(`Node ${process.version}, ${cpus().length} cores, SQLite\n`);

const known = knownAnswers.map(([text, wanted]) => ({ text, wanted, is: digestOf(knownField(text)) }));
for (const { text, is } of known) console.log(`  known answer, ${text.length} characters: ${is}`);
part(
  'known answers',
  known.flatMap(({ text, wanted, is }) => (is === wanted ? [] : [`${text.length} characters: ${is}`]))
);

const { tries, accepted, untouched } = tampered(manipulations);
for (const [way, many] of Object.entries(tries)) console.log(`  ${String(many).padStart(6)}  ${way}`);
const sum = Object.values(tries).reduce((all, one) => all + one, 0);
console.log(`  ${sum} manipulations, ${accepted.length} accepted; of the fields left alone ${untouched * 100} % open`);
part('tampering', [...accepted, ...(untouched === 1 ? [] : ['fields that nobody touched do not open'])]);

const place = await newPlace('keys');
try {
  const began = performance.now();
  const killed = await killAndGoOn(place, kills, children);
  console.log(
    `  ${kills} kills (SIGKILL) in ${((performance.now() - began) / 1000).toFixed(0)} s: ${JSON.stringify(killed.kills)}`
  );
  console.log(
    `  ${killed.written} writes acknowledged beside it; at the end ${killed.fields} fields under ${killed.keys} data keys`
  );
  console.log(
    `  longest slice, the writer beside it: ${killed.longest.took} ms; most work of its own in one: ${killed.longest.work} ms`
  );
  part('turning over and sealing anew, killed', [
    ...killed.faults,
    ...(killed.longest.work <= 50 ? [] : [`a slice worked ${killed.longest.work} ms`])
  ]);

  const erased = await eraseAndLook(place);
  for (const line of erased.lines) console.log(`  ${line}`);
  part('erasing', erased.faults);
} finally {
  clearAway(place);
}
process.exitCode = faults.length === 0 ? 0 : 1;
