import sharp from 'sharp';
import { Refusal } from '#lib/errors.ts';

/** Side of a portrait in pixels: sharp on a phone, small in the database. */
export const SIDE = 512;
const MOST_PIXELS = 24_000_000;
const MOST_BYTES = 16_000_000;
const TAKEN = new Set(['png', 'jpeg', 'webp']);

export type Portrait = Readonly<{ bytes: Buffer; mediaType: 'image/webp'; width: number; height: number }>;

/**
 * A photograph made safe to serve: decoded, turned upright, cut to a square and written anew, so that nothing but
 * pixels is left (no place, camera or thumbnail, no second file hidden behind the first).
 * Throws `invalid` for what is not a PNG, JPEG or WebP picture of at most 24 megapixels and 16 MB.
 */
export async function portraitOf(bytes: Uint8Array): Promise<Portrait> {
  if (bytes.byteLength > MOST_BYTES) throw new Refusal('invalid', { fields: { photo: 'too-large' } });
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true });
    const { format } = await picture.metadata();
    if (!TAKEN.has(format)) throw new Error('not a format we take');
    const made = await picture
      .autoOrient()
      .resize(SIDE, SIDE, { fit: 'cover', position: 'attention' })
      .webp({ quality: 82 })
      .toBuffer();
    return { bytes: made, mediaType: 'image/webp', width: SIDE, height: SIDE };
  } catch (cause) {
    throw new Refusal('invalid', { fields: { photo: 'not-a-picture' }, cause });
  }
}
