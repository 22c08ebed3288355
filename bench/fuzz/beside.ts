import type { Place } from '../service.ts';

/**
 * What goes on beside the malformed requests: clients that are slow, or half there. Each is started when they begin and
 * told when they are over; it returns what it found, a line each, and what is wrong, a line each.
 */
export type Beside = (
  place: Place,
  over: Promise<void>
) => Promise<Readonly<{ said: readonly string[]; wrong: readonly string[] }>>;

export const beside: readonly Beside[] = [];
