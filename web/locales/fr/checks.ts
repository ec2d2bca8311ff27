/** The checks of a photo in French: their names and advice. The keys are the codes of core/checks.ts. */
import { pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('fr');
const closer = 'Rapprochez-vous, ou envoyez le fichier d’origine en taille réelle.';
const officeSize = 'Choisissez le format que l’administration indique.';
const otherFile = 'Choisissez la version en ligne, ou un autre document.';

export const checksFr: Texts['checks'] = {
  heading: 'Vérifications',
  summary: (passed, total) => `${passed} sur ${total} réussies`,
  allGood: 'Tout ce que nous pouvons vérifier est en ordre.',
  passed: (count) => plural(count, { one: '# vérification réussie', other: '# vérifications réussies' }),
  pass: 'Bon',
  warn: 'À vérifier',
  fail: 'Non respecté',
  wanted: 'demandé',
  unmeasured: 'non mesurable',
  byCode: {
    'face-count': {
      title: 'Bon nombre de visages',
      advice: 'Prenez la photo seul, sans autre visage ni portrait dans le champ.',
    },
    print: {
      title: 'Pas la photo d’un tirage',
      advice: 'Envoyez le fichier d’origine, pas un scan ni la photo d’un tirage.',
    },
    'face-inside': { title: 'Visage entier dans l’image', advice: 'Recommencez avec toute la tête dans l’image.' },
    'eye-distance': { title: 'Visage assez détaillé', advice: closer },
    roll: { title: 'Tête droite', advice: 'Tenez la tête droite.' },
    yaw: { title: 'De face', advice: 'Tournez le visage bien face à l’appareil.' },
    pitch: {
      title: 'Menton à niveau',
      advice: 'Tenez l’appareil à hauteur des yeux, sans lever ni baisser le menton.',
    },
    'eyes-open': { title: 'Yeux ouverts', advice: 'Gardez les deux yeux ouverts et regardez l’appareil.' },
    gaze: { title: 'Regard vers l’objectif', advice: 'Regardez l’objectif, pas l’écran.' },
    'mouth-closed': { title: 'Bouche fermée', advice: 'Fermez la bouche et gardez une expression neutre.' },
    'face-covered': {
      title: 'Visage dégagé',
      advice: 'Retirez le masque, et écartez mains, cheveux et tissu du visage.',
    },
    'eyes-covered': {
      title: 'Yeux dégagés',
      advice: 'Retirez les lunettes sombres, et écartez les cheveux des yeux.',
    },
    glasses: { title: 'Sans lunettes', advice: 'Retirez vos lunettes.' },
    'head-cover': {
      title: 'Tête nue',
      advice:
        'Retirez chapeau ou casquette. Un couvre-chef religieux peut rester si le visage est dégagé du menton au front.',
    },
    sharpness: {
      title: 'Netteté',
      advice: 'Tenez l’appareil immobile, essuyez l’objectif et faites la mise au point sur les yeux.',
    },
    exposure: {
      title: 'Bon éclairage',
      advice: 'Recommencez sous une lumière du jour égale, ni à contre-jour ni dans l’ombre.',
    },
    'clipped-skin': {
      title: 'Pas de reflets sur la peau',
      advice: 'Évitez le flash et les lampes fortes ; matifiez la peau brillante.',
    },
    colour: { title: 'En couleurs', advice: 'Envoyez une photo en couleurs, sans filtre.' },
    'colour-cast': {
      title: 'Couleurs naturelles',
      advice: 'Prenez-la à la lumière du jour, sans lampe, mur ni filtre coloré.',
    },
    cutout: {
      title: 'Détourage fiable',
      advice:
        'Comparez le contour avec votre image. S’il manque ou reste quelque chose, placez-vous devant un mur uni d’une autre couleur.',
    },
    'only-person': {
      title: 'Rien d’autre près de la tête',
      advice: 'Écartez mains, téléphones, chaises et autres personnes de la tête et des épaules.',
    },
    'light-balance': { title: 'Lumière égale sur les joues', advice: 'Placez-vous face à la fenêtre ou à la lampe.' },
    'head-height': {
      title: 'Hauteur de la tête',
      advice: 'Laissez plus d’espace autour de la tête, ou choisissez un autre format.',
    },
    'head-width': {
      title: 'Largeur de la tête',
      advice: 'Attachez les cheveux volumineux. La largeur est une estimation : comparez avec le gabarit.',
    },
    'eye-line': { title: 'Ligne des yeux', advice: 'Laissez plus d’espace au-dessus et au-dessous de la tête.' },
    'top-margin': { title: 'Espace au-dessus de la tête', advice: 'Laissez plus d’espace au-dessus de la tête.' },
    'chin-margin': { title: 'Espace sous le menton', advice: 'Laissez plus d’espace sous le menton.' },
    'output-roll': {
      title: 'Inclinaison sur la photo',
      advice: 'Tournez l’image jusqu’à ce que les yeux soient à niveau.',
    },
    'output-eye-distance': {
      title: 'Écart entre les yeux',
      advice: 'Rapprochez-vous, ou choisissez un autre format.',
    },
    centring: { title: 'Tête centrée', advice: 'Laissez de l’espace des deux côtés de la tête.' },
    'crown-inside': { title: 'Cheveux dans l’image', advice: 'Recommencez avec de l’espace au-dessus des cheveux.' },
    'shoulders-cut': { title: 'Épaules dans l’image', advice: 'Reculez pour que les deux épaules soient visibles.' },
    'shoulders-visible': {
      title: 'Les deux épaules visibles',
      advice:
        'Tenez-vous de face, sans sac ni main sur les épaules, devant un mur d’une autre couleur que vos vêtements.',
    },
    'body-ends': {
      title: 'Corps jusqu’au bord inférieur',
      advice: 'Montrez les épaules et la poitrine devant un mur d’une autre couleur que vos vêtements.',
    },
    'background-smooth': {
      title: 'Fond uni',
      advice: 'Placez-vous à 50 cm d’un mur clair, sans motif ni objet.',
    },
    'background-even': {
      title: 'Fond uniforme',
      advice: 'Placez-vous à 50 cm d’un mur clair éclairé également, sans ombre.',
    },
    'background-colour': {
      title: 'Couleur du fond',
      advice: 'Placez-vous à 50 cm d’un mur de la couleur demandée, sous une bonne lumière.',
    },
    resolution: { title: 'Netteté pour ce format', advice: closer },
    'file-width': { title: 'Largeur du fichier', advice: officeSize },
    'file-height': { title: 'Hauteur du fichier', advice: officeSize },
    'file-size': { title: 'Poids du fichier', advice: otherFile },
    'file-compression': { title: 'Compression du fichier', advice: otherFile },
    'file-format': { title: 'Type du fichier', advice: otherFile },
  },
  people: { 1: 'Personne de gauche', 2: 'Personne de droite' },
  byCause: {
    'by-hand': 'Le cadrage a été ajusté à la main. Replacez la tête dans les limites, ou réinitialisez-le.',
    'own-matte': 'Envoyez la photo sans zone transparente, par exemple en JPEG. Le détourage se fait ici.',
    'no-room':
      'À la taille de tête demandée, les cheveux ou le couvre-chef ne tiennent pas dans la photo. Une autre photo n’y changera rien : aplatissez les cheveux, ou interrogez l’administration.',
  },
  notes: {
    padded: 'L’image s’arrêtait dans le cadre ; le fond remplit le reste.',
    'low-resolution': 'L’image a dû être agrandie. Rapprochez-vous, ou envoyez le fichier d’origine.',
    'rule-missed': 'Une règle de ce document n’a pas pu être respectée.',
    'hair-cut': 'Le bord coupe les cheveux.',
    'background-missing': 'Le fichier était déjà détouré et n’a pas de fond ; il est blanc derrière la personne.',
    'backdrop-not-allowed': 'L’administration n’accepte que d’autres fonds.',
    'editing-not-allowed':
      'Cette administration refuse les photos retouchées ou au fond remplacé. Prenez la photo devant le bon mur, ou renseignez-vous.',
    'editing-not-known':
      'Nous n’avons trouvé aucune règle de cette administration sur le remplacement du fond. Renseignez-vous.',
    'office-photo-only': 'Cette administration prend la photo elle-même et n’accepte pas la vôtre.',
    'photographer-only': 'Cette administration n’accepte que les photos d’un photographe ou d’une cabine agréée.',
    'caption-missing': 'Le formulaire demande votre nom et la date de la photo sous le visage. Saisissez-les d’abord.',
    'caption-not-asked': 'Aucune règle ne demande de texte sur cette photo. Commandez-la sans légende.',
    'not-on-sheet': 'Ce document n’a pas de format d’impression et ne figure pas sur la planche.',
    degraded: 'Le studio manquait de mémoire et a travaillé à une taille plus petite que d’habitude.',
    'beyond-usual-size': 'La bande dessinée est plus grande que d’habitude et a pris plus de temps et de mémoire.',
    'not-for-offices': 'Une BD est un dessin : aucune administration ne l’accepte comme photo.',
    unconfirmed: 'Certaines valeurs n’ont pas pu être confirmées. Comparez avec la page de l’administration.',
  },
};
