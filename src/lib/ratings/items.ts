/**
 * What is asked about a reviewer, as codes in the order shown (Ofsted's and children's own lists; the words of each band are in
 * `locales/<language>/rate.json`). Younger children are asked some of these, under the same codes.
 */
export const childItems = [
  ...(['known', 'alone', 'listened', 'explained', 'asked', 'my-say', 'advocate', 'challenged'] as const),
  ...(['did', 'decisions', 'would-tell'] as const)
];

/** What a parent or carer is asked. */
export const adultItems = ['informed', 'fair', 'prepared', 'considered'] as const;

/** Every choice there is, and whether it says that it went well. */
export const goodChoices: Readonly<Record<string, boolean>> = {
  'really-good': true,
  good: true,
  ok: false,
  'not-great': false,
  'really-bad': false,
  always: true,
  mostly: true,
  sometimes: false,
  hardly: false,
  never: false
};
