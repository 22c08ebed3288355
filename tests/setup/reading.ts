/** What tests measure words with: the same that `npm run gates` and the service use. */
export { readingOf, syllablesIn } from '#lib/readability/reading.ts';
