import type { Assertion, Finding, Line } from './assertion.ts';
import type { Probe } from './probe.ts';

/**
 * Asks every assertion in its order. One whose needs are not met is not asked, and says which; one that throws is a
 * fault with that message. `tell` hears each line as it is known.
 */
export async function examine(
  assertions: readonly Assertion[],
  probe: Probe,
  tell: (line: Line) => void = () => undefined
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const assertion of assertions) {
    const missing = (assertion.needs ?? []).filter((code) => !lines.some((line) => line.code === code && line.state === 'fine'));
    const found = missing.length > 0 ? { unasked: `see ${missing.join(', ')}` } : await look(assertion, probe);
    const line = lineOf(assertion, found);
    lines.push(line);
    tell(line);
  }
  return lines;
}

async function look(assertion: Assertion, probe: Probe): Promise<Finding> {
  try {
    return await assertion.check(probe);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'it could not be looked at' };
  }
}

function lineOf({ code, about, cure }: Assertion, found: Finding): Line {
  if ('fine' in found) return { code, about, state: 'fine', said: found.fine, cure: null };
  if ('unasked' in found) return { code, about, state: 'unasked', said: found.unasked, cure: null };
  return { code, about, state: 'fault', said: found.fault, cure: found.cure ?? cure };
}

/** A line as it is printed: what must be true, what was seen; below a fault its cure. */
export function printed({ code, about, state, said, cure }: Line): string[] {
  const word = { fine: 'fine ', fault: 'FAULT', unasked: '-    ' }[state];
  return [`${word}  ${code}: ${about}${said ? ` (${said})` : ''}`, ...(cure ? [`       cure: ${cure}`] : [])];
}
