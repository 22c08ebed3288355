/**
 * Words that tell whoever looks over a shoulder what this is. None may stand in a title, an address, a manifest, the name
 * of an icon or a note that a child's device shows (decision 1).
 */
export const telling =
  /review|social|\bcare\b|carer|council|safeguard|\biro\b|officer|advocate|complaint|unsafe|not-safe|\bsafe\b|danger|abuse|harm|placement|foster|looked.after|worry|worries/i;
