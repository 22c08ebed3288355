import { json, type RequestHandler } from '@sveltejs/kit';

const icon = (name: string, size: number, purpose: string) => ({
  src: `/icons/${name}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose
});

/** What a phone needs to put a button on its first screen: a neutral name, a mark, and an address without anybody in it. */
export const GET: RequestHandler = ({ locals }) => {
  const { product } = locals.council;
  const { language, direction } = locals.words;
  return json(
    {
      ...{ id: '/', name: product, short_name: product, start_url: '/', scope: '/', display: 'standalone' },
      ...{ lang: language, dir: direction, background_color: '#fbfaf5', theme_color: '#fbfaf5' },
      icons: [
        icon('any-192', 192, 'any'),
        icon('any-512', 512, 'any'),
        icon('maskable-512', 512, 'maskable'),
        icon('monochrome-512', 512, 'monochrome')
      ]
    },
    { headers: { 'content-type': 'application/manifest+json' } }
  );
};
