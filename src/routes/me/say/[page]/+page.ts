/**
 * Saving by itself is a small script of its own (static/saving.js). Kit's would write the page's answers over whatever
 * a child had already picked while it was on its way.
 */
export const csr = false;
