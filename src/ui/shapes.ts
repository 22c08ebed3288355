/** One closed circle as path data. Units are those of the drawing's own grid. */
export function circle(x: number, y: number, r: number): string {
  return ellipse(x, y, r, r);
}

/** One closed ellipse as path data: centre, then the two half axes. */
export function ellipse(x: number, y: number, rx: number, ry: number): string {
  return `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
}

/** One rectangle with rounded corners as path data: near corner, width, height, corner radius. */
export function box(x: number, y: number, w: number, h: number, r: number): string {
  const a = `a${r} ${r} 0 0 1 `;
  return `M${x + r} ${y}h${w - 2 * r}${a}${r} ${r}v${h - 2 * r}${a}${-r} ${r}h${2 * r - w}${a}${-r} ${-r}v${2 * r - h}${a}${r} ${-r}z`;
}
