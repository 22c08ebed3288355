/** One list held against another: what is there and not listed, and what is listed and not there. */
export function differences(what: string, file: string, offered: readonly string[], listed: readonly string[]): string[] {
  return [
    ...offered
      .filter((one) => !listed.includes(one))
      .map((one) => `${what} ${one} is not in tests/authorisation/matrix/${file}: say who may`),
    ...listed
      .filter((one) => !offered.includes(one))
      .map((one) => `tests/authorisation/matrix/${file} lists the ${what} ${one}, which is not there`)
  ];
}
