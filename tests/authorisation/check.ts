import { sayFaults, checkEverything } from './everything.ts';

/** `npm run check:permissions`: every way in, everybody, every relation. `--verbose` names each fault, not only the first. */
const outcome = await checkEverything({ say: (line) => console.log(line) });
sayFaults(outcome, process.argv.includes('--verbose') ? Infinity : 60);
process.exitCode = outcome.faults.length === 0 ? 0 : 1;
