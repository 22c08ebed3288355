/** A passkey is asked for by the browser itself. */
export const csr = true;
