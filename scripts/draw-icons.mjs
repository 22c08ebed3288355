// Draws the icons a phone shows (static/icons/*.png) from the mark in static/favicon.svg.
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const at = (path) => fileURLToPath(new URL(`../static/${path}`, import.meta.url));
const inside = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(await readFile(at('favicon.svg'), 'utf8'))?.[1] ?? '';
const lines = 'stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"';
// The mark is 28 by 30 units, and its lines reach one further on every side.
const [width, height] = [28.5, 30.5];

/** The mark on a square of 100: `share` of it is mark, the rest is room around it. `ground` fills the square. */
function onSquare(share, ground, mark) {
  const scale = (100 * share) / height;
  const [x, y] = [(100 - width * scale) / 2 - 0.25 * scale, (100 - height * scale) / 2 - 0.25 * scale];
  const back = ground ? `<rect width="100" height="100" fill="${ground}"/>` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${back}<g transform="translate(${x} ${y}) scale(${scale})" stroke="#17212b" ${lines}>${mark}</g></svg>`;
}

// One colour and its absence: the speech mark is solid, its two lines are cut out of it.
const oneColour = `<mask id="m"><rect width="30" height="30" fill="#fff"/><path d="M8.5 9.5h11M8.5 15h8" stroke="#000" stroke-width="3"/></mask><path mask="url(#m)" d="M8 2h13a5.5 5.5 0 0 1 5.5 5.5v9A5.5 5.5 0 0 1 21 22H8.5l-6.7 6.3V7.5A5.5 5.5 0 0 1 8 2z" fill="#000" stroke="#000"/>`;

const icons = {
  'any-192': [192, onSquare(0.84, null, inside)],
  'any-512': [512, onSquare(0.84, null, inside)],
  // A phone may cut this to a circle: everything that matters is in the middle four fifths.
  'maskable-512': [512, onSquare(0.5, '#ddf0f2', inside)],
  'monochrome-512': [512, onSquare(0.66, null, oneColour)],
  'touch-180': [180, onSquare(0.62, '#ddf0f2', inside)]
};

await mkdir(at('icons'), { recursive: true });
for (const [name, [size, svg]] of Object.entries(icons)) {
  await sharp(Buffer.from(svg), { density: 72 * (size / 100) * 2 })
    .resize(size, size)
    .png({ palette: true, compressionLevel: 9 })
    .toFile(at(`icons/${name}.png`));
  console.log(`drawn: static/icons/${name}.png`);
}
