/** Saving by itself is a small script of its own (static/saving.js). */
export const csr = false;
