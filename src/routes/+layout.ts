/** Pages are whole without scripts; the few that need Kit's in the browser say so themselves. */
export const csr = false;
