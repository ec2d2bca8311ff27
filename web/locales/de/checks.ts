/** The checks of a photo in German: their names and advice. The keys are the codes of core/checks.ts. */
import { pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('de');
const closer = 'Gehen Sie näher heran, oder senden Sie die Originaldatei in voller Größe.';
const officeSize = 'Wählen Sie das Format, das die Behörde nennt.';
const otherFile = 'Wählen Sie die Fassung zum Hochladen oder ein anderes Dokument.';

export const checksDe: Texts['checks'] = {
  heading: 'Prüfungen',
  summary: (passed, total) => `${passed} von ${total} bestanden`,
  allGood: 'Alles, was wir prüfen können, ist in Ordnung.',
  passed: (count) => plural(count, { one: '# Prüfung bestanden', other: '# Prüfungen bestanden' }),
  pass: 'Gut',
  warn: 'Bitte prüfen',
  fail: 'Nicht erfüllt',
  wanted: 'verlangt',
  unmeasured: 'nicht messbar',
  byCode: {
    'face-count': {
      title: 'Richtige Zahl der Gesichter',
      advice: 'Nehmen Sie das Foto allein auf, ohne ein anderes Gesicht oder Porträt im Bild.',
    },
    print: {
      title: 'Kein abfotografiertes Foto',
      advice: 'Senden Sie die Datei des Originals, keinen Scan und kein Foto eines Abzugs.',
    },
    'face-inside': {
      title: 'Ganzes Gesicht im Bild',
      advice: 'Nehmen Sie es noch einmal auf, mit dem ganzen Kopf im Bild.',
    },
    'eye-distance': { title: 'Genug Einzelheiten im Gesicht', advice: closer },
    roll: { title: 'Kopf gerade', advice: 'Halten Sie den Kopf gerade.' },
    yaw: { title: 'Blick nach vorn', advice: 'Drehen Sie das Gesicht gerade zur Kamera.' },
    pitch: {
      title: 'Kinn waagerecht',
      advice: 'Halten Sie die Kamera auf Augenhöhe und das Kinn weder angehoben noch gesenkt.',
    },
    'eyes-open': { title: 'Augen offen', advice: 'Halten Sie beide Augen offen und sehen Sie in die Kamera.' },
    gaze: { title: 'Blick in die Kamera', advice: 'Sehen Sie in das Objektiv, nicht auf den Bildschirm.' },
    'mouth-closed': { title: 'Mund geschlossen', advice: 'Schließen Sie den Mund und schauen Sie neutral.' },
    'face-covered': {
      title: 'Gesicht frei',
      advice: 'Nehmen Sie die Maske ab, und halten Sie Hände, Haare und Stoff vom Gesicht fern.',
    },
    'eyes-covered': {
      title: 'Augen frei',
      advice: 'Nehmen Sie dunkle Brillen ab, und streichen Sie Haare von den Augen.',
    },
    glasses: { title: 'Ohne Brille', advice: 'Nehmen Sie die Brille ab.' },
    'head-cover': {
      title: 'Ohne Kopfbedeckung',
      advice:
        'Nehmen Sie Hut oder Mütze ab. Eine religiöse Kopfbedeckung darf bleiben, wenn das Gesicht vom Kinn bis zur Stirn frei ist.',
    },
    sharpness: {
      title: 'Scharf',
      advice: 'Halten Sie die Kamera ruhig, wischen Sie die Linse ab und stellen Sie auf die Augen scharf.',
    },
    exposure: {
      title: 'Gut beleuchtet',
      advice: 'Nehmen Sie es in gleichmäßigem Tageslicht noch einmal auf, nicht im Gegenlicht und nicht im Dunkeln.',
    },
    'clipped-skin': {
      title: 'Kein Glanz auf der Haut',
      advice: 'Vermeiden Sie Blitz und starke Lampen; pudern oder trocknen Sie glänzende Haut.',
    },
    colour: { title: 'In Farbe', advice: 'Senden Sie ein Farbfoto ohne Filter.' },
    'colour-cast': {
      title: 'Natürliche Farben',
      advice: 'Nehmen Sie es bei Tageslicht auf, ohne farbige Lampen, Wände oder Filter.',
    },
    cutout: {
      title: 'Saubere Freistellung',
      advice:
        'Vergleichen Sie den Rand mit Ihrem Bild. Fehlt etwas oder blieb etwas stehen, stellen Sie sich vor eine glatte Wand in anderer Farbe.',
    },
    'only-person': {
      title: 'Nichts weiter am Kopf',
      advice: 'Halten Sie Hände, Telefone, Stühle und andere Personen von Kopf und Schultern fern.',
    },
    'light-balance': {
      title: 'Gleiches Licht auf beiden Wangen',
      advice: 'Wenden Sie das Gesicht zum Fenster oder zur Lampe.',
    },
    'head-height': {
      title: 'Höhe des Kopfes',
      advice: 'Lassen Sie mehr Platz um den Kopf, oder wählen Sie ein anderes Format.',
    },
    'head-width': {
      title: 'Breite des Kopfes',
      advice:
        'Binden Sie Haare zurück, die den Kopf breiter machen. Die Breite ist geschätzt; vergleichen Sie sie mit der Schablone.',
    },
    'eye-line': { title: 'Höhe der Augen', advice: 'Lassen Sie mehr Platz über und unter dem Kopf.' },
    'top-margin': { title: 'Platz über dem Kopf', advice: 'Lassen Sie mehr Platz über dem Kopf.' },
    'chin-margin': { title: 'Platz unter dem Kinn', advice: 'Lassen Sie mehr Platz unter dem Kinn.' },
    'output-roll': {
      title: 'Neigung des Kopfes im Foto',
      advice: 'Drehen Sie das Bild, bis die Augen auf einer Höhe sind.',
    },
    'output-eye-distance': {
      title: 'Abstand der Augen',
      advice: 'Gehen Sie näher heran, oder wählen Sie ein anderes Format.',
    },
    centring: { title: 'Kopf in der Mitte', advice: 'Lassen Sie auf beiden Seiten des Kopfes Platz.' },
    'crown-inside': { title: 'Haare im Bild', advice: 'Nehmen Sie es noch einmal auf, mit Platz über den Haaren.' },
    'shoulders-cut': {
      title: 'Schultern im Bild',
      advice: 'Gehen Sie einen Schritt zurück, damit beide Schultern im Bild sind.',
    },
    'shoulders-visible': {
      title: 'Beide Schultern sichtbar',
      advice:
        'Stehen Sie gerade zur Kamera, ohne Taschen und Hände auf den Schultern, vor einer Wand in anderer Farbe als Ihre Kleidung.',
    },
    'body-ends': {
      title: 'Körper reicht bis zum unteren Rand',
      advice: 'Zeigen Sie Schultern und Brust vor einer Wand in anderer Farbe als Ihre Kleidung.',
    },
    'background-smooth': {
      title: 'Glatter Hintergrund',
      advice: 'Stellen Sie sich einen halben Meter vor eine helle Wand ohne Muster und Gegenstände.',
    },
    'background-even': {
      title: 'Gleichmäßiger Hintergrund',
      advice: 'Stellen Sie sich einen halben Meter vor eine helle, gleichmäßig beleuchtete Wand ohne Schatten.',
    },
    'background-colour': {
      title: 'Farbe des Hintergrunds',
      advice: 'Stellen Sie sich bei gutem Licht einen halben Meter vor eine leere Wand in der verlangten Farbe.',
    },
    resolution: { title: 'Scharf genug für dieses Format', advice: closer },
    'file-width': { title: 'Breite der Datei', advice: officeSize },
    'file-height': { title: 'Höhe der Datei', advice: officeSize },
    'file-size': { title: 'Größe der Datei', advice: otherFile },
    'file-compression': { title: 'Kompression der Datei', advice: otherFile },
    'file-format': { title: 'Format der Datei', advice: otherFile },
  },
  people: { 1: 'Linke Person', 2: 'Rechte Person' },
  byCause: {
    'by-hand':
      'Der Ausschnitt wurde von Hand angepasst. Schieben Sie den Kopf zurück in die Grenzen, oder setzen Sie ihn zurück.',
    'own-matte': 'Senden Sie das Foto ohne durchsichtige Teile, zum Beispiel als JPEG. Freigestellt wird es hier.',
    'no-room':
      'Bei der verlangten Kopfgröße passen Haare oder Kopfbedeckung nicht ins Foto. Ein anderes Foto ändert das nicht: Drücken Sie die Haare flach, oder fragen Sie die Behörde.',
  },
  notes: {
    padded: 'Das Bild endete im Ausschnitt; der Hintergrund füllt den Rest.',
    'low-resolution': 'Das Bild musste vergrößert werden. Gehen Sie näher heran, oder senden Sie die Originaldatei.',
    'rule-missed': 'Eine Vorgabe dieses Dokuments ließ sich nicht erfüllen.',
    'hair-cut': 'Der Rand schneidet die Haare ab.',
    'background-missing':
      'Die Datei war schon freigestellt und hat keinen eigenen Hintergrund; hinter der Person ist Weiß.',
    'backdrop-not-allowed': 'Die Behörde nimmt nur andere Hintergründe an.',
    'editing-not-allowed':
      'Diese Behörde lehnt bearbeitete Fotos und ersetzte Hintergründe ab. Nehmen Sie das Foto vor der passenden Wand auf, oder fragen Sie nach.',
    'editing-not-known': 'Zu ersetzten Hintergründen fanden wir keine Vorgabe dieser Behörde. Fragen Sie nach.',
    'office-photo-only': 'Diese Behörde nimmt das Foto selbst auf und nimmt keine eigenen an.',
    'photographer-only': 'Diese Behörde nimmt nur Fotos vom Fotostudio oder aus zugelassenen Automaten an.',
    'caption-missing': 'Verlangt werden Ihr Name und der Tag der Aufnahme unter dem Gesicht. Tragen Sie beides ein.',
    'caption-not-asked': 'Keine Vorgabe verlangt Text auf diesem Foto. Bestellen Sie es ohne.',
    'not-on-sheet': 'Dieses Dokument hat kein Druckformat und fehlt auf dem Bogen.',
    degraded: 'Das Studio hatte zu wenig Speicher und arbeitete in kleinerer Größe als sonst.',
    'beyond-usual-size': 'Der Comic ist größer als üblich und brauchte mehr Zeit und Speicher.',
    'not-for-offices': 'Ein Comic ist gezeichnet: Keine Behörde nimmt ihn als Foto an.',
    unconfirmed: 'Einige Angaben ließen sich nicht bestätigen. Vergleichen Sie sie mit der Seite der Behörde.',
  },
};
