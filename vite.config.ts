import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit()],
  // Older targets make the build rewrite logical properties by language, which undoes `dir` on the page.
  build: { target: 'es2020', cssTarget: ['chrome100', 'firefox100', 'safari15.4'] }
});
