/** The verdict on a photo in French. The keys are the codes of core/verdict.ts, core/unchecked.ts and core/edits.ts. */
import { decimalOf, pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('fr');
const decimal = decimalOf('fr');

export const verdictFr: Texts['verdict'] = {
  names: { ready: 'Prête', 'look-again': 'À vérifier', 'will-be-refused': 'Sera refusée' },
  sentences: {
    ready: () => 'Aucune vérification ne s’y oppose. Regardez vous-même ce qui n’est pas vérifié ici.',
    'look-again': (points) => `À regarder avant de la remettre : ${points}.`,
    'will-be-refused': (points) => `L’administration refusera cette photo : ${points}.`,
  },
  points: {
    padded: 'l’image s’arrêtait dans le cadre',
    'low-resolution': 'l’image a été agrandie',
    'rule-missed': 'une règle n’est pas respectée',
    'hair-cut': 'les cheveux sont coupés',
    'background-missing': 'le fichier n’avait pas de fond',
    'backdrop-not-allowed': 'un autre fond est exigé',
    'editing-not-allowed': 'la photo a été retouchée',
    'editing-not-known': 'aucune règle connue sur le fond remplacé',
    'office-photo-only': 'l’administration prend la photo elle-même',
    'photographer-only': 'photographe ou cabine uniquement',
    'caption-missing': 'le nom et la date manquent sur la photo',
    'caption-not-asked': 'un texte que rien ne demande',
    'not-on-sheet': 'une photo n’est pas sur la planche',
    'not-for-offices': 'un dessin, sans valeur officielle',
    unconfirmed: 'valeurs non confirmées',
    'not-judged': 'aucune règle n’en décide',
  },
  ruleOf: 'Règle :',
  unchecked: (count) => plural(count, { one: 'Non vérifiée ici : # règle', other: 'Non vérifiées ici : # règles' }),
  uncheckedRules: {
    measures: 'Les longueurs que l’administration n’indique que pour le tirage',
    figures: 'Les valeurs que la page de l’administration ne confirme pas',
    editing: 'L’acceptation d’un fond remplacé : aucune règle connue',
    'own-hand': 'Que l’écriture est la vôtre, et complète',
    'earlier-edits': 'Les filtres et retouches avant l’envoi',
    remark: 'La remarque sur ce document',
    'photo-age': 'L’ancienneté de la photo',
    likeness: 'Que vous ressemblez encore à cette photo',
    infants: 'Les règles pour les bébés et les jeunes enfants',
    glasses: 'Les lunettes',
    'head-cover': 'Les couvre-chefs',
    'face-covered': 'Cheveux, mains ou tissu sur le visage',
    'only-person': 'Mains, objets et autres personnes près de la tête',
    expression: 'Une expression neutre',
    gaze: 'Le regard vers l’objectif',
    colours: 'Une photo en couleurs naturelles',
    'print-quality': 'Le papier et le tirage',
  },
  edits: 'Ce qui a été fait à l’image',
  editNames: {
    'border-removed': () => 'bordure retirée',
    cropped: () => 'recadrée',
    scaled: (factor) => `réduite à ${Math.round(factor * 100)} %`,
    enlarged: (factor) => `agrandie ${decimal(factor)} fois`,
    turned: (degrees) => `tournée de ${decimal(Math.abs(degrees))}°`,
    extended: (px) => `prolongée de ${Math.round(px)} px au-delà du bord`,
    'cutout-corrected': () => 'détourage corrigé à la main',
    'backdrop-replaced': () => 'fond remplacé',
    'foreground-recoloured': () => 'contours de la personne recolorés',
    drawn: () => 'dessinée en traits et aplats',
    captioned: () => 'légende imprimée en bas',
    compressed: () => 'enregistrée en JPEG',
  },
};
