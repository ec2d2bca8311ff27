/** The verdict on a photo in German. The keys are the codes of core/verdict.ts, core/unchecked.ts and core/edits.ts. */
import { decimalOf, pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('de');
const decimal = decimalOf('de');

export const verdictDe: Texts['verdict'] = {
  names: { ready: 'Bereit', 'look-again': 'Bitte prüfen', 'will-be-refused': 'Wird abgelehnt' },
  sentences: {
    ready: () => 'Keine Prüfung spricht gegen dieses Foto. Sehen Sie selbst nach, was hier nicht geprüft wird.',
    'look-again': (points) => `Prüfen Sie das vor der Abgabe: ${points}.`,
    'will-be-refused': (points) => `Die Behörde wird dieses Foto ablehnen: ${points}.`,
  },
  points: {
    padded: 'das Bild endete im Ausschnitt',
    'low-resolution': 'das Bild wurde vergrößert',
    'rule-missed': 'eine Vorgabe ist nicht erfüllt',
    'hair-cut': 'die Haare sind abgeschnitten',
    'background-missing': 'die Datei hatte keinen Hintergrund',
    'backdrop-not-allowed': 'ein anderer Hintergrund ist verlangt',
    'editing-not-allowed': 'das Foto wurde bearbeitet',
    'editing-not-known': 'keine Vorgabe zu ersetzten Hintergründen bekannt',
    'office-photo-only': 'die Behörde nimmt das Foto selbst auf',
    'photographer-only': 'nur vom Fotostudio oder Automaten',
    'caption-missing': 'Name und Tag fehlen auf dem Foto',
    'caption-not-asked': 'Text, den keine Vorgabe verlangt',
    'not-on-sheet': 'ein Foto fehlt auf dem Bogen',
    degraded: 'das Studio hatte zu wenig Speicher',
    'beyond-usual-size': 'ein Comic, der größer als üblich ist',
    'not-for-offices': 'eine Zeichnung, nicht für Behörden',
    unconfirmed: 'unbestätigte Angaben',
    'not-judged': 'keine Vorgabe urteilt darüber',
  },
  ruleOf: 'Vorgabe:',
  unchecked: (count) =>
    plural(count, { one: 'Hier nicht geprüft: # Vorgabe', other: 'Hier nicht geprüft: # Vorgaben' }),
  uncheckedRules: {
    measures: 'Längen, die die Behörde nur für den Abzug nennt',
    figures: 'Angaben, die die Seite der Behörde nicht bestätigt',
    editing: 'Ob ein ersetzter Hintergrund angenommen wird: keine Vorgabe bekannt',
    'own-hand': 'Dass die Schrift von Ihnen stammt und vollständig ist',
    'earlier-edits': 'Filter und Retusche vor dem Senden',
    remark: 'Die Anmerkung zu diesem Dokument',
    'photo-age': 'Das Alter des Fotos',
    likeness: 'Ob Sie heute noch so aussehen',
    infants: 'Die Vorgaben für Babys und kleine Kinder',
    glasses: 'Brille',
    'head-cover': 'Hüte und Kopfbedeckungen',
    'face-covered': 'Haare, Hände oder Stoff vor dem Gesicht',
    'only-person': 'Hände, Dinge und andere Personen am Kopf',
    expression: 'Ein neutraler Ausdruck',
    gaze: 'Der Blick in die Kamera',
    colours: 'Ein Farbfoto mit natürlichen Farben',
    'print-quality': 'Papier und Druck',
  },
  edits: 'Was am Bild verändert wurde',
  editNames: {
    'border-removed': () => 'Rahmen um das Foto entfernt',
    cropped: () => 'zugeschnitten',
    scaled: (factor) => `verkleinert auf ${Math.round(factor * 100)} %`,
    enlarged: (factor) => `auf das ${decimal(factor)}-Fache vergrößert`,
    turned: (degrees) => `um ${decimal(Math.abs(degrees))}° gedreht`,
    extended: (px) => `um ${Math.round(px)} px über den Rand ergänzt`,
    'light-changed': (value) => (value > 0 ? 'von Hand aufgehellt' : 'von Hand abgedunkelt'),
    'contrast-changed': (value) => (value > 0 ? 'Kontrast von Hand erhöht' : 'Kontrast von Hand verringert'),
    'cutout-corrected': () => 'Freistellung von Hand korrigiert',
    'backdrop-replaced': () => 'Hintergrund ersetzt',
    'foreground-recoloured': () => 'Ränder der Person umgefärbt',
    drawn: () => 'mit Linien und Farbflächen gezeichnet',
    captioned: () => 'Text unter das Foto gedruckt',
    compressed: () => 'als JPEG gespeichert',
  },
};
