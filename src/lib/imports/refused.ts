/**
 * What we never hold (decision 7), by the names its columns come under. A file with a refused column is refused as a
 * whole and the others go on: a file that carries an address was made by the wrong query, and the next column may
 * carry it too.
 */
export const refusedColumns: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /address|^addr|street|house_(name|number|no)$|^town$|^city$|^county$/, what: 'an address' },
  { pattern: /post_?code|postal_code|^zip/, what: 'a postcode' },
  {
    pattern:
      /^uprn$|^usrn$|easting|northing|latitude|longitude|^lat$|^lon$|^lng$|^long$|geo_?(code|location)|grid_ref|coordinates|what3words/,
    what: 'a place on the map'
  },
  { pattern: /school|^urn$|nursery|college|education_(setting|provider)/, what: 'a school' },
  {
    pattern:
      /^placement$|placement_(name|provider|urn|phone|id|ref|of)|^clap_|carer_(phone|mobile|email|name|home)|^home_phone$|^foster_(home|carer)/,
    what: 'a placement'
  }
];

/** Columns that fit a pattern above and are taken, or are harmless and simply not read. */
export const pardoned: ReadonlySet<string> = new Set([
  'postal_address', // contacts only: a parent's own address, for letters
  'email_address',
  'clae_cla_placement_id',
  'clae_cla_episode_ceased_reason'
]);

/** Never read, and named so that nobody thinks they were: what the dataset holds and we must not. */
export const neverRead: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /nhs|pers_common_child_id|common_child_identifier/, what: 'the NHS number' },
  { pattern: /(^|_)upn(_|$)/, what: 'the pupil number' },
  { pattern: /ethnic/, what: 'ethnicity' },
  { pattern: /nationality|country_of_origin|immigration/, what: 'nationality' },
  { pattern: /religion|disab|^pers_sex$|^pers_gender$|^sex$|^gender$/, what: 'what the work here does not need' }
];

/** Whole tables that are never opened. */
export const neverOpened: ReadonlySet<string> = new Set(['ssd_cla_placement']);

/** A full United Kingdom postcode, standing alone or at the end of an address. */
export const postcode = /\b(GIR ?0AA|[A-PR-UWYZ][A-HK-Z]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b/i;
