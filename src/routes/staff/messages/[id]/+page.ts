/** The meter reads along while somebody types; without scripts the button "Check" does the same. */
export const csr = true;
