/** Recognises pages of public offices by their host. Only such a page can make the figures of a standard official. */

/** The last labels of hosts that only public offices get, such as `gov.au`, `gouv.fr`, `go.jp`, `nic.in`. */
const officeSuffix =
  /(^|\.)(gov|(gov|gouv|gob|gub|go|govt|gv|fgov|admin|lg)\.[a-z]{2}|(metro\.tokyo|pref\.[a-z]+)\.jp|(nic|iit[a-z]*\.ac)\.in|europa\.eu|icao\.int)$/;

/**
 * Hosts of offices under other names, by country: ministries, police, registers, law collections, and the examination
 * offices that take the photos of candidates. Contractors that only forward applications (visa centres, banks,
 * tax agents) are no offices.
 */
const officeHosts: readonly string[] = [
  // Western and northern Europe
  ...['belgium.be', 'auswaertiges-amt.de', 'diplo.de', 'bund.de', 'personalausweisportal.de', 'boe.es', 'dgt.es'],
  ...['dnielectronico.es', 'policia.es', 'legifrance.gouv.fr', 'service-public.fr', 'dfa.ie', 'ireland.ie', 'ndls.ie'],
  ...['esteri.it', 'poliziadistato.it', 'gazzettaufficiale.it', 'normattiva.it', 'public.lu', 'etat.lu', 'mne.pt'],
  ...['government.nl', 'ind.nl', 'netherlandsworldwide.nl', 'overheid.nl', 'rdw.nl', 'rijksoverheid.nl'],
  ...['borger.dk', 'nyidanmark.dk', 'politi.dk', 'um.dk', 'finlandabroad.fi', 'finlex.fi', 'migri.fi', 'poliisi.fi'],
  ...['suomi.fi', 'traficom.fi', 'island.is', 'skra.is', 'utl.is', 'lovdata.no', 'norway.no', 'politiet.no'],
  ...['regjeringen.no', 'udi.no', 'vegvesen.no', 'government.se', 'migrationsverket.se', 'polisen.se', 'riksdagen.se'],
  ...['skatteverket.se', 'swedenabroad.se', 'transportstyrelsen.se', 'gov.wales', 'gov.scot'],
  // Eastern Europe and central Asia
  ...['mfa.am', 'police.am', 'mfa.bg', 'mvr.bg', 'mvcr.cz', 'mzv.cz', 'mvcr.gov.cz', 'mfa.ee'],
  ...[
    'politsei.ee',
    'riigiteataja.ee',
    'vm.ee',
    'sda.gov.ge',
    'kormany.hu',
    'njt.hu',
    'egov.kz',
    'gov.kz',
    'adilet.zan.kz',
  ],
  ...['e-tar.lt', 'migracija.lt', 'policija.lt', 'urm.lt', 'likumi.lv', 'gov.md', 'mae.ro', 'mup.gov.rs', 'mfa.rs'],
  ...['gosuslugi.ru', 'kdmid.ru', 'mid.ru', 'government.ru', 'minv.sk', 'mzv.sk', 'slov-lex.sk', 'rada.gov.ua'],
  // Asia
  ...[
    'bahrain.bh',
    'u.ae',
    'absher.sa',
    'ibps.in',
    'iisc.ac.in',
    'sbi.co.in',
    'nta.ac.in',
    'jeeadv.ac.in',
    'mfa.gov.lk',
    'myid.gov.my',
  ],
  // China: examination offices of the state and of the provinces
  ...['neea.cn', 'neea.edu.cn', 'chsi.com.cn', 'cpta.com.cn', 'bjeea.cn', 'zhaokao.net', 'hebeea.edu.cn', 'sxkszx.cn'],
  ...['nm.zsks.cn', 'lnzsks.com', 'jleea.com.cn', 'lzk.hl.cn', 'shmeea.edu.cn', 'jseea.cn', 'zjzs.net', 'ahzsks.cn'],
  ...['eeafj.cn', 'jxeea.cn', 'sdzk.cn', 'haeea.cn', 'hbea.edu.cn', 'hneeb.cn', 'gxeea.cn', 'sceea.cn', 'ynzs.cn'],
  ...['sneac.com', 'ganseea.cn', 'nxjyks.cn'],
  // The Americas and Africa
  ...[
    'canada.ca',
    'gc.ca',
    'ontario.ca',
    'quebec.ca',
    'alberta.ca',
    'registrocivil.cl',
    'chileatiende.cl',
    'impo.com.uy',
  ],
  ...['passeport.ma', 'consulat.ma', 'diplomatie.ma', 'cnie.ma'],
  // Embassies, consulates and town halls under names of their own
  ...[
    'brno.cz',
    'wsc.mazowieckie.pl',
    'ambmaroc.ru',
    'ambassadeangola.ch',
    'consuladogeralangola-porto.pt',
    'camerooncchk.com',
  ],
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
