/** Recognises pages of public offices by their host. Only such a page can make the figures of a standard official. */

/** The last labels of hosts that only public offices get, such as `gov.au`, `gouv.fr`, `go.jp`. */
const officeSuffix =
  /(^|\.)(gov|(gov|gouv|gob|go|govt|gv|fgov|admin|lg)\.[a-z]{2}|(metro\.tokyo|pref\.[a-z]+)\.jp|europa\.eu|icao\.int)$/;

/** Hosts of offices under other names: foreign ministries, police and law collections. */
const officeHosts: readonly string[] = [
  'canada.ca',
  'dfa.ie',
  'ireland.ie',
  'finlex.fi',
  'poliisi.fi',
  'politi.dk',
  'mfa.ee',
  'netherlandsworldwide.nl',
];

/**
 * Returns whether a source is a page of an office.
 * @param ref an address, perhaps with a remark behind it.
 */
export function isOfficePage(ref: string): boolean {
  const host = /^https?:\/\/([a-z0-9.-]+)/i.exec(ref)?.[1]?.toLowerCase();
  if (host === undefined) return false;
  return officeSuffix.test(host) || officeHosts.some((known) => host === known || host.endsWith(`.${known}`));
}
