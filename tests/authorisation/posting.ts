import type { Check } from './checks.ts';
import { named, run, runAll, type Asking } from './running.ts';
import { signIn } from './visits.ts';
import type { World } from './world.ts';

/**
 * What is posted. First everything that must be refused, all of it on the same data: afterwards nothing may have changed.
 * Then each that may, one by one, each on the data as it was: it has to have done something, and then it is undone.
 */
export async function posts(asking: Asking, world: World, checks: readonly Check[]) {
  const before = await world.figure();
  const refused = checks.filter(({ may }) => !may);
  const faults = await runAll(asking, refused);
  if ((await world.figure()) !== before) faults.push(...(await whoChanged(asking, world, refused)));
  const allowed = checks.filter(({ may }) => may);
  for (const check of allowed) {
    await world.back();
    // A visit of its own: what is posted may end the one that posted it.
    const cookies = { ...asking.cookies, [check.who]: await signIn(asking.town, check.who) };
    faults.push(...(await run({ ...asking, cookies }, check)).faults);
    const changed = (await world.figure()) !== before;
    if (check.keeps !== 'either' && changed === check.keeps)
      faults.push(`${named(check)}: ${changed ? 'changed something' : 'did nothing'}`);
  }
  await world.back();
  return { checks: checks.length, faults };
}

/** Something that had to be refused changed something: by name, which. */
async function whoChanged(asking: Asking, world: World, refused: readonly Check[]): Promise<string[]> {
  const faults: string[] = [];
  await world.back();
  const before = await world.figure();
  for (const check of refused) {
    await run(asking, check);
    if ((await world.figure()) === before) continue;
    faults.push(`${named(check)}: had to be refused, and changed something`);
    await world.back();
  }
  return faults;
}
