import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

// The one script that stands in the page itself (Leave now) is allowed by its own hash: pages without any other script
// get no nonce.
const [, leaveNow = ''] =
  /<script>([\s\S]*?)<\/script>/.exec(readFileSync(new URL('src/app.html', import.meta.url), 'utf8')) ?? [];
const leaveNowHash = createHash('sha256').update(leaveNow).digest('base64');

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    // Library components in tests are not all written with runes, so only our own files are held to them.
    runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true)
  },
  kit: {
    adapter: adapter({ precompress: true }),
    // One page, one text, wherever its address stands: a foreign id answers like an invented one to the byte.
    paths: { relative: false },
    // The stylesheet travels inside the page: a child on a slow phone waits for one request, not two.
    inlineStyleThreshold: 200_000,
    // Registered in src/app.html, on a signed-in child's pages only: nothing is left on any other device.
    serviceWorker: { register: false },
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['none'],
        'script-src': ['self', `sha256-${leaveNowHash}`],
        'style-src': ['self'],
        // Kit's route announcer carries one style attribute; this is the hash of exactly that attribute.
        'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
        'img-src': ['self', 'data:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'manifest-src': ['self'],
        'worker-src': ['self'],
        'form-action': ['self'],
        'base-uri': ['none'],
        'object-src': ['none'],
        'frame-ancestors': ['none']
      }
    },
    typescript: {
      config: (config) => ({
        ...config,
        include: [...config.include, '../scripts/**/*.ts', '../bench/**/*.ts', '../*.config.ts']
      })
    }
  }
};
