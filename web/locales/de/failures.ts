/** The reasons for a rejected photo or a failed request, with advice, in German. The keys are RejectionCode and FailureCode. */
import { foreignFormatsOf } from '../foreign-formats.ts';
import type { Texts } from '../texts.ts';

export const foreignFormatsDe = foreignFormatsOf({
  title: (name) => `Das ist ${name}`,
  names: {
    'jpeg-xl': 'ein JPEG-XL-Bild',
    'jpeg-2000': 'ein JPEG-2000-Bild',
    'raw-canon': 'eine Rohdatei von Canon',
    'raw-nikon': 'eine Rohdatei von Nikon (NEF)',
    'raw-sony': 'eine Rohdatei von Sony (ARW)',
    'raw-fujifilm': 'eine Rohdatei von Fujifilm (RAF)',
    'raw-olympus': 'eine Rohdatei von Olympus (ORF)',
    'raw-panasonic': 'eine Rohdatei von Panasonic (RW2)',
    'raw-pentax': 'eine Rohdatei von Pentax (PEF)',
    raw: 'eine Rohdatei einer Kamera',
    dng: 'eine Rohdatei (DNG)',
    photoshop: 'eine Photoshop-Datei (PSD)',
    pdf: 'ein PDF-Dokument',
    postscript: 'ein PostScript-Dokument',
    djvu: 'ein DjVu-Dokument',
    icon: 'ein Symbol (ICO oder CUR)',
    svg: 'eine SVG-Zeichnung',
    video: 'ein Video',
    'heif-other': 'ein HEIF-Bild in seltener Kodierung',
    'web-page': 'eine Webseite',
    xml: 'ein XML-Dokument',
    archive: 'ein ZIP-Archiv oder ein Office-Dokument',
  },
  advice: {
    raw: 'Exportieren Sie sie mit dem Programm des Kameraherstellers als JPEG, oder senden Sie das JPEG der Kamera.',
    dng: 'Exportieren Sie sie als JPEG: am Telefon als JPEG teilen, am Rechner mit „Fotos“ oder Lightroom.',
    picture: 'Öffnen Sie es in einem Bildprogramm und exportieren Sie es als JPEG oder PNG.',
    photoshop: 'Speichern Sie eine Kopie als PNG oder JPEG (Datei > Exportieren).',
    pages: 'Senden Sie das Foto darin, oder exportieren Sie die Seite als PNG oder JPEG mit mindestens 300 dpi.',
    djvu: 'Exportieren Sie die Seite als PNG oder JPEG mit mindestens 300 dpi.',
    icon: 'Ein Symbol ist zu klein. Senden Sie das Foto, aus dem es gemacht ist.',
    svg: 'Senden Sie das Foto selbst. Enthält das SVG ein Foto, exportieren Sie es als PNG oder JPEG.',
    video: 'Nehmen Sie ein Foto auf und senden Sie es. Ein Videobild ist zu klein und zu unscharf.',
    webPage: 'Speichern Sie das Bild selbst: Rechtsklick, dann „Bild speichern unter“.',
    xml: 'Senden Sie das Foto als JPEG, HEIC oder PNG.',
    archive: 'Entpacken Sie es und senden Sie das Foto darin.',
  },
});

export const rejectionsDe: Texts['rejections'] = {
  empty: {
    title: 'Die Datei ist leer',
    advice: 'Senden Sie das Foto noch einmal; vielleicht brach das Hochladen ab.',
  },
  'too-large': { title: 'Die Datei ist zu groß', advice: 'Speichern Sie sie als JPEG mit höchstens 25 MB.' },
  'too-large-for-memory': {
    title: 'Das Studio hat dafür zu wenig Speicher',
    advice: 'Senden Sie ein kleineres Bild, oder bitten Sie den Betreiber, der Funktion mehr Speicher zu geben.',
  },
  'too-many-pixels': { title: 'Das Bild hat zu viele Pixel', advice: 'Senden Sie höchstens 60 Megapixel.' },
  'too-small': {
    title: 'Das Bild ist zu klein',
    advice: 'Nehmen Sie die Originaldatei der Kamera, keine Vorschau und kein Bildschirmfoto.',
  },
  'unsupported-format': {
    title: 'Dieses Bild können wir nicht lesen',
    advice: 'Senden Sie JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP oder GIF.',
  },
  unreadable: {
    title: 'Das Bild ist beschädigt',
    advice: 'Öffnen und speichern Sie es neu, oder nehmen Sie ein anderes.',
  },
  'no-face': {
    title: 'Kein Gesicht gefunden',
    advice: 'Sehen Sie gerade in die Kamera, in gleichmäßigem Licht und mit freiem Gesicht.',
  },
  'face-too-small': {
    title: 'Das Gesicht ist zu klein',
    advice: 'Senden Sie die Originaldatei der Kamera, keine Vorschau, oder gehen Sie näher heran.',
  },
  'several-faces': {
    title: 'Mehr als ein Gesicht im Bild',
    advice: 'Nehmen Sie das Foto allein auf. Stehen die anderen weit hinten, kann das größte Gesicht genommen werden.',
  },
  'one-face': {
    title: 'Dieses Dokument zeigt zwei Personen',
    advice: 'Senden Sie ein Foto von beiden nebeneinander, mit Blick in die Kamera, von der Brust aufwärts.',
  },
  'too-many-faces': {
    title: 'Mehr als zwei Gesichter im Bild',
    advice: 'Nehmen Sie ein Foto nur von Ihnen beiden auf, ohne andere Personen oder Porträts.',
  },
  'face-cut': {
    title: 'Das Gesicht ist abgeschnitten',
    advice: 'Nehmen Sie es noch einmal auf, mit ganzem Kopf und beiden Schultern.',
  },
  'no-person': {
    title: 'Keine Person konnte freigestellt werden',
    advice: 'Halten Sie Abstand zum Hintergrund, in gleichmäßigem Licht.',
  },
  'bad-roster': { title: 'Die Liste ist nicht lesbar', advice: 'Berichtigen und speichern Sie sie neu.' },
  'not-in-roster': {
    title: 'Keine Zeile der Liste nennt dieses Foto',
    advice: 'Ergänzen Sie eine Zeile mit dem Dateinamen und speichern Sie roster.csv neu.',
  },
  'no-ink': {
    title: 'Keine Tinte gefunden',
    advice: 'Schreiben Sie mit dunklem Stift auf weißes Papier, und fotografieren Sie nur das Papier von oben.',
  },
  'too-faint': {
    title: 'Die Tinte ist zu blass',
    advice: 'Schreiben Sie mit schwarzem oder blauem Stift, nicht mit Bleistift.',
  },
  shadow: {
    title: 'Ein Schatten liegt auf der Tinte',
    advice: 'Fotografieren Sie das Papier bei Tageslicht, ohne den Schatten von Hand oder Telefon.',
  },
  'bad-order': {
    title: 'Diese Einstellungen gehen nicht',
    advice: 'Wählen Sie ein anderes Dokument, Format oder einen anderen Hintergrund.',
  },
  'file-size-unreachable': {
    title: 'Die Dateigrenze der Behörde ist nicht erreichbar',
    advice: 'Wählen Sie einen glatten Hintergrund oder die Fassung zum Drucken.',
  },
  'standard-forbids': {
    title: 'Die Behörde verbietet das',
    advice: 'Wählen Sie einen anderen Hintergrund oder ein Foto, das keine Bearbeitung braucht.',
  },
  'sheet-too-small': {
    title: 'Das Foto passt nicht auf den Bogen',
    advice: 'Wählen Sie größeres Papier oder einen schmaleren Rand.',
  },
  'unknown-standard': { title: 'Dieses Dokument ist unbekannt', advice: 'Wählen Sie ein anderes aus der Liste.' },
};

export const failuresDe: Texts['failures'] = {
  offline: {
    title: 'Keine Verbindung',
    advice: 'Es geht von selbst weiter, sobald die Verbindung wieder da ist.',
  },
  expired: { title: 'Zu viel Zeit ist vergangen', advice: 'Versuchen Sie es noch einmal; das Foto wird neu gesendet.' },
  gone: {
    title: 'Das Foto ist nicht mehr im Studio',
    advice: 'Es wurde gelöscht oder ist abgelaufen. Fügen Sie es noch einmal hinzu.',
  },
  'cutout-expired': {
    title: 'Das Foto lässt sich nicht mehr ändern',
    advice:
      'Seine Freistellung ist abgelaufen. Die fertigen Dateien sind noch da; zum Ändern fügen Sie das Foto neu hinzu.',
  },
  lost: {
    title: 'Das Studio braucht für dieses Foto viel zu lange',
    advice:
      'Es ist nicht verloren. Versuchen Sie es später, oder benachrichtigen Sie die Person, die das Studio betreibt.',
  },
  busy: { title: 'Das Studio ist ausgelastet', advice: 'Die Seite versucht es von selbst noch einmal.' },
  'daily-limit': {
    title: 'Die Fotos dieses Codes sind für heute verbraucht',
    advice: 'Versuchen Sie es morgen, oder bitten Sie um eine höhere Grenze.',
  },
  unknown: {
    title: 'Im Studio ist etwas schiefgegangen',
    advice: 'Versuchen Sie es noch einmal. Geschieht es wieder, benachrichtigen Sie die Person, die es betreibt.',
  },
};
