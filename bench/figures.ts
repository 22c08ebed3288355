/** Milliseconds of many requests. */
export type Spread = Readonly<{ p50: number; p95: number; p99: number; most: number; count: number }>;

export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: sorted.at(-1) ?? 0, count: sorted.length };
}

export const inWords = ({ p50, p95, p99, most, count }: Spread): string =>
  `${count} requests, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, slowest ${most.toFixed(0)} ms`;

/** How many times as long, e.g. `p50 3.1x, p95 2.0x, p99 1.8x`. */
export const ratio = (ours: Spread, bare: Spread): string =>
  (['p50', 'p95', 'p99'] as const).map((part) => `${part} ${(ours[part] / Math.max(bare[part], 0.01)).toFixed(1)}x`).join(', ');
