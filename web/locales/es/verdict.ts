/** The verdict on a photo in Spanish. The keys are the codes of core/verdict.ts, core/unchecked.ts and core/edits.ts. */
import { decimalOf, pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('es');
const decimal = decimalOf('es');

export const verdictEs: Texts['verdict'] = {
  names: { ready: 'Lista', 'look-again': 'Revísala', 'will-be-refused': 'La rechazarán' },
  sentences: {
    ready: () => 'Ninguna comprobación habla en contra. Mira tú lo que aquí no se comprueba.',
    'look-again': (points) => `Revisa esto antes de entregarla: ${points}.`,
    'will-be-refused': (points) => `El organismo rechazará esta foto: ${points}.`,
  },
  points: {
    padded: 'la imagen terminaba dentro del encuadre',
    'low-resolution': 'la imagen se ha ampliado',
    'rule-missed': 'no se cumple una norma',
    'hair-cut': 'el pelo está cortado',
    'background-missing': 'el archivo no tenía fondo',
    'backdrop-not-allowed': 'se pide otro fondo',
    'editing-not-allowed': 'la foto está retocada',
    'editing-not-known': 'sin norma conocida sobre fondos cambiados',
    'office-photo-only': 'la foto la hace el organismo',
    'photographer-only': 'solo de fotógrafo o cabina',
    'caption-missing': 'faltan nombre y fecha en la foto',
    'caption-not-asked': 'lleva un texto que nadie pide',
    'not-on-sheet': 'falta una foto en la hoja',
    degraded: 'el estudio tenía poca memoria',
    'beyond-usual-size': 'un cómic más grande de lo habitual',
    'not-for-offices': 'es un dibujo, no sirve para trámites',
    unconfirmed: 'datos sin confirmar',
    'not-judged': 'ninguna norma lo valora',
  },
  ruleOf: 'Norma:',
  unchecked: (count) =>
    plural(count, { one: 'No se comprueba aquí: # norma', other: 'No se comprueban aquí: # normas' }),
  uncheckedRules: {
    measures: 'Medidas que el organismo indica solo para la foto impresa',
    figures: 'Datos que la página del organismo no confirma',
    editing: 'Si se acepta un fondo cambiado: no se conoce ninguna norma',
    'own-hand': 'Que la letra sea tuya y esté completa',
    'earlier-edits': 'Filtros y retoques anteriores al envío',
    remark: 'La observación sobre este documento',
    'photo-age': 'La antigüedad de la foto',
    likeness: 'Que hoy tengas ese aspecto',
    infants: 'Las normas para bebés y niños pequeños',
    glasses: 'Gafas',
    'head-cover': 'Gorros y prendas en la cabeza',
    'face-covered': 'Pelo, manos o tela sobre la cara',
    'only-person': 'Manos, objetos y otras personas junto a la cabeza',
    expression: 'Una expresión neutra',
    gaze: 'La mirada a la cámara',
    colours: 'Foto en color con colores naturales',
    'print-quality': 'Papel e impresión',
  },
  edits: 'Cambios en la imagen',
  editNames: {
    'border-removed': () => 'borde de la foto eliminado',
    cropped: () => 'recortada',
    scaled: (factor) => `reducida al ${Math.round(factor * 100)} %`,
    enlarged: (factor) => `ampliada ${decimal(factor)} veces`,
    turned: (degrees) => `girada ${decimal(Math.abs(degrees))}°`,
    extended: (px) => `ampliada ${Math.round(px)} px más allá del borde`,
    'light-changed': (value) => (value > 0 ? 'aclarada a mano' : 'oscurecida a mano'),
    'contrast-changed': (value) => (value > 0 ? 'contraste aumentado a mano' : 'contraste reducido a mano'),
    'cutout-corrected': () => 'recorte corregido a mano',
    'backdrop-replaced': () => 'fondo cambiado',
    'foreground-recoloured': () => 'bordes de la persona recoloreados',
    drawn: () => 'dibujada con líneas y colores planos',
    captioned: () => 'texto impreso al pie',
    compressed: () => 'guardada como JPEG',
  },
};
