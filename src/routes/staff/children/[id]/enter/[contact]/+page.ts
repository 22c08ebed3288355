/** That nothing is sent after the visit is over is a small script of its own (static/staying.js). */
export const csr = false;
