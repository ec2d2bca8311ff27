/** The regions of the world by which tables and pictures of the standards are grouped. */

/** Country codes by region, in the order in which the regions are shown. */
const countriesOf: Readonly<Record<string, string>> = {
  China: 'CN',
  'East Asia': 'HK JP KP KR MN MO TW',
  'South-East Asia': 'BN ID KH LA MM MY PH SG TH TL VN',
  'South Asia': 'AF BD BT IN LK MV NP PK',
  'Central Asia and Caucasus': 'AM AZ GE KG KZ TJ TM UZ',
  'Middle East': 'AE BH IL IQ IR JO KW LB OM PS QA SA SY TR YE',
  Africa:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW',
  Europe:
    'AD AL AT BA BE BG BY CH CY CZ DE DK EE ES EU FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM UA VA XK',
  'North America': 'CA US',
  'Latin America and Caribbean':
    'AG AR BB BO BR BS BZ CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PR PY SR SV TT UY VC VE',
  Oceania: 'AU FJ NZ PG SB TO VU WS',
};

const noCountry = 'International';

/** The names of all regions, in the order in which they are shown. */
const regionNames: readonly string[] = [noCountry, ...Object.keys(countriesOf)];

/** Returns the region of a country code. A standard without a country is international. @throws Error for an unknown code. */
export function regionOf(country: string | null): string {
  if (country === null) return noCountry;
  const region = Object.entries(countriesOf).find(([, codes]) => codes.split(' ').includes(country))?.[0];
  if (!region) throw new Error(`core/standards/regions.ts has no region for the country ${country}; add it.`);
  return region;
}

/** Returns the standards by region, in the order of the regions and of the table; regions without one are left out. */
export function byRegion<T extends { readonly country: string | null }>(
  standards: readonly T[],
): readonly { readonly region: string; readonly standards: readonly T[] }[] {
  return regionNames
    .map((region) => ({ region, standards: standards.filter(({ country }) => regionOf(country) === region) }))
    .filter((group) => group.standards.length > 0);
}
