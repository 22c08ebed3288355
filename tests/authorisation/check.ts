import { resolve } from 'node:path';
import { checkEverything, sayFaults } from './everything.ts';

/**
 * `npm run check:permissions`: every way in, everybody, every relation. `--verbose` names each fault as it is found; `--only WORDS` asks
 * only at the entries whose name holds them; `--build FOLDER` asks another build than `build/`.
 */
const [, , ...args] = process.argv;
const after = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const [only, build] = [after('--only') ?? '', after('--build')];
const outcome = await checkEverything({
  ...{ say: (line) => console.log(line), only },
  ...(args.includes('--verbose') && { fault: (what) => console.log(`  ${what}`) }),
  ...(build !== undefined && { handler: resolve(build, 'handler.js') })
});
sayFaults(outcome, 60);
process.exitCode = outcome.faults.length === 0 ? 0 : 1;
