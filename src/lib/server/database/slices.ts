/** Databases take a few hundred ids in one question comfortably. */
const AT_ONCE = 400;

/** Asks about many ids, each once, a few hundred at a time; gives all the rows, in the order of the ids' slices. */
export async function inSlices<Row>(ids: readonly string[], ask: (slice: string[]) => Promise<Row[]>): Promise<Row[]> {
  const all = [...new Set(ids)];
  const found: Row[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) found.push(...(await ask(all.slice(start, start + AT_ONCE))));
  return found;
}
