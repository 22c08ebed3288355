// Renders the drawn cast of the example council: examples/photos/source/*.svg to 600 x 600 PNG files beside them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const photos = fileURLToPath(new URL('../examples/photos/', import.meta.url));
const source = join(photos, 'source');

for (const file of readdirSync(source).filter((name) => name.endsWith('.svg'))) {
  const target = join(photos, file.replace(/\.svg$/, '.png'));
  await sharp(join(source, file)).resize(600, 600).png({ palette: true, colours: 128, compressionLevel: 9 }).toFile(target);
  console.log(`drawn: ${target}`);
}
