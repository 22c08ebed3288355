import { encode } from 'uqr';

/** An address as a square to scan (QR): dark cells as one path, with the four quiet cells a camera needs around it. */
export function squareOf(address: string): { size: number; path: string } {
  const { size, data } = encode(address, { ecc: 'M', border: 4 });
  const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: cells.join('') };
}
