/** The reasons for a rejected photo or a failed request, with advice, in French. The keys are RejectionCode and FailureCode. */
import { foreignFormatsOf } from '../foreign-formats.ts';
import type { Texts } from '../texts.ts';

export const foreignFormatsFr = foreignFormatsOf({
  title: (name) => `C’est ${name}`,
  names: {
    'jpeg-xl': 'une image JPEG XL',
    'jpeg-2000': 'une image JPEG 2000',
    'raw-canon': 'un fichier brut Canon',
    'raw-nikon': 'un fichier brut Nikon (NEF)',
    'raw-sony': 'un fichier brut Sony (ARW)',
    'raw-fujifilm': 'un fichier brut Fujifilm (RAF)',
    'raw-olympus': 'un fichier brut Olympus (ORF)',
    'raw-panasonic': 'un fichier brut Panasonic (RW2)',
    'raw-pentax': 'un fichier brut Pentax (PEF)',
    raw: 'un fichier brut d’appareil photo',
    dng: 'un fichier brut (DNG)',
    photoshop: 'un document Photoshop (PSD)',
    pdf: 'un document PDF',
    postscript: 'un document PostScript',
    djvu: 'un document DjVu',
    icon: 'une icône (ICO ou CUR)',
    svg: 'un dessin SVG',
    video: 'une vidéo',
    'heif-other': 'une image HEIF peu courante',
    'web-page': 'une page web',
    xml: 'un document XML',
    archive: 'une archive ZIP ou un document bureautique',
  },
  advice: {
    raw: 'Exportez-le en JPEG avec le logiciel de l’appareil, ou envoyez le JPEG enregistré à côté.',
    dng: 'Exportez-le en JPEG : sur téléphone, partagez-le en JPEG ; sur ordinateur, utilisez Photos ou Lightroom.',
    picture: 'Ouvrez-la dans un logiciel d’images et exportez-la en JPEG ou PNG.',
    photoshop: 'Enregistrez une copie en PNG ou JPEG (Fichier > Exporter).',
    pages: 'Envoyez la photo qu’il contient, ou exportez la page en PNG ou JPEG à 300 ppp au moins.',
    djvu: 'Exportez la page en PNG ou JPEG à 300 ppp au moins.',
    icon: 'Une icône est trop petite. Envoyez la photo dont elle provient.',
    svg: 'Envoyez la photo elle-même. Si le SVG en contient une, exportez-la en PNG ou JPEG.',
    video: 'Prenez une photo et envoyez-la. Une image de vidéo est trop petite et trop floue.',
    webPage: 'Enregistrez l’image : clic droit, puis « Enregistrer l’image sous ».',
    xml: 'Envoyez la photo en JPEG, HEIC ou PNG.',
    archive: 'Décompressez-la et envoyez la photo qu’elle contient.',
  },
});

export const rejectionsFr: Texts['rejections'] = {
  empty: { title: 'Le fichier est vide', advice: 'Renvoyez la photo ; l’envoi a peut-être été interrompu.' },
  'too-large': { title: 'Le fichier est trop lourd', advice: 'Enregistrez-le en JPEG de 25 Mo au plus.' },
  'too-large-for-memory': {
    title: 'Le studio n’a pas assez de mémoire',
    advice: 'Envoyez une image plus petite, ou demandez à l’exploitant de donner plus de mémoire à la fonction.',
  },
  'too-many-pixels': { title: 'L’image a trop de pixels', advice: 'Envoyez 60 mégapixels au plus.' },
  'too-small': {
    title: 'L’image est trop petite',
    advice: 'Utilisez le fichier d’origine de l’appareil, pas un aperçu ni une capture d’écran.',
  },
  'unsupported-format': {
    title: 'Cette image n’est pas lisible',
    advice: 'Envoyez un JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP ou GIF.',
  },
  unreadable: {
    title: 'L’image est endommagée',
    advice: 'Ouvrez-la et enregistrez-la de nouveau, ou prenez-en une autre.',
  },
  'no-face': {
    title: 'Aucun visage trouvé',
    advice: 'Regardez l’appareil bien en face, sous une lumière égale, sans rien devant le visage.',
  },
  'face-too-small': {
    title: 'Le visage est trop petit',
    advice: 'Envoyez le fichier d’origine de l’appareil, pas un aperçu, ou rapprochez-vous.',
  },
  'several-faces': {
    title: 'Il y a plus d’un visage',
    advice: 'Prenez la photo seul. Si les autres sont loin derrière, le plus grand visage peut être utilisé.',
  },
  'one-face': {
    title: 'Ce document montre deux personnes',
    advice: 'Envoyez une photo des deux, côte à côte, regardant l’appareil, à partir de la poitrine.',
  },
  'too-many-faces': {
    title: 'Il y a plus de deux visages',
    advice: 'Prenez une photo de vous deux seulement, sans autre personne ni portrait.',
  },
  'face-cut': { title: 'Le visage est coupé', advice: 'Recommencez avec toute la tête et les deux épaules.' },
  'no-person': {
    title: 'Personne n’a pu être détouré',
    advice: 'Éloignez-vous du fond, sous une lumière égale.',
  },
  'bad-roster': { title: 'La liste est illisible', advice: 'Corrigez-la et enregistrez-la de nouveau.' },
  'not-in-roster': {
    title: 'La photo n’est pas dans la liste',
    advice: 'Ajoutez une ligne avec le nom du fichier et enregistrez roster.csv de nouveau.',
  },
  'no-ink': {
    title: 'Aucune encre trouvée',
    advice: 'Écrivez sur du papier blanc avec un stylo foncé, et photographiez la feuille seule, de dessus.',
  },
  'too-faint': { title: 'L’encre est trop pâle', advice: 'Écrivez au stylo noir ou bleu, pas au crayon.' },
  shadow: {
    title: 'Une ombre couvre l’encre',
    advice: 'Photographiez la feuille à la lumière du jour, sans l’ombre de la main ou du téléphone.',
  },
  'bad-order': { title: 'Ces réglages ne conviennent pas', advice: 'Choisissez un autre document, format ou fond.' },
  'file-size-unreachable': {
    title: 'Le poids demandé ne peut être atteint',
    advice: 'Choisissez un fond uni, ou la version imprimée.',
  },
  'standard-forbids': {
    title: 'L’administration l’interdit',
    advice: 'Choisissez un autre fond, ou une photo qui n’a pas besoin de retouche.',
  },
  'sheet-too-small': {
    title: 'La photo ne tient pas sur la planche',
    advice: 'Choisissez un papier plus grand ou une marge plus étroite.',
  },
  'unknown-standard': { title: 'Document inconnu', advice: 'Choisissez-en un autre dans la liste.' },
};

export const failuresFr: Texts['failures'] = {
  offline: { title: 'Pas de connexion', advice: 'L’envoi reprendra dès que la connexion sera rétablie.' },
  expired: { title: 'Trop de temps s’est écoulé', advice: 'Réessayez ; la photo sera renvoyée.' },
  gone: {
    title: 'La photo n’est plus dans le studio',
    advice: 'Elle a été supprimée ou a expiré. Ajoutez-la de nouveau.',
  },
  'cutout-expired': {
    title: 'La photo ne peut plus être modifiée',
    advice: 'Son détourage a expiré. Les fichiers finis restent là ; pour la modifier, ajoutez-la de nouveau.',
  },
  lost: {
    title: 'Le studio met beaucoup trop de temps',
    advice: 'La photo n’est pas perdue. Réessayez plus tard, ou prévenez le responsable du studio.',
  },
  busy: { title: 'Le studio est occupé', advice: 'La page réessaie automatiquement.' },
  'daily-limit': {
    title: 'Ce code a fait toutes ses photos du jour',
    advice: 'Réessayez demain, ou demandez une limite plus élevée au responsable du studio.',
  },
  unknown: {
    title: 'Un problème est survenu dans le studio',
    advice: 'Réessayez. Si cela se reproduit, prévenez le responsable.',
  },
};
