/** What is looked at here needs no script, so none is sent. */
export const csr = false;
