/** The checks of a photo in Spanish: their names and advice. The keys are the codes of core/checks.ts. */
import { pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('es');
const closer = 'Acércate o envía el archivo original a tamaño completo.';
const officeSize = 'Elige el tamaño que indica el organismo.';
const otherFile = 'Elige la versión para subir u otro documento.';

export const checksEs: Texts['checks'] = {
  heading: 'Comprobaciones',
  summary: (passed, total) => `${passed} de ${total} superadas`,
  allGood: 'Todo lo que podemos comprobar está en orden.',
  passed: (count) => plural(count, { one: '# comprobación superada', other: '# comprobaciones superadas' }),
  pass: 'Bien',
  warn: 'Revísalo',
  fail: 'No se cumple',
  wanted: 'se pide',
  unmeasured: 'no se ha podido medir',
  byCode: {
    'face-count': {
      title: 'Número correcto de caras',
      advice: 'Haz la foto a solas, sin otra cara ni retrato a la vista.',
    },
    print: {
      title: 'No es una foto de otra foto',
      advice: 'Envía el archivo original, no un escaneo ni una foto impresa.',
    },
    'face-inside': { title: 'Cara entera en la imagen', advice: 'Repítela con toda la cabeza dentro de la imagen.' },
    'eye-distance': { title: 'Detalle suficiente en la cara', advice: closer },
    roll: { title: 'Cabeza recta', advice: 'Mantén la cabeza recta.' },
    yaw: { title: 'De frente', advice: 'Gira la cara hasta mirar de frente a la cámara.' },
    pitch: { title: 'Mentón a nivel', advice: 'Pon la cámara a la altura de los ojos, sin subir ni bajar el mentón.' },
    'eyes-open': { title: 'Ojos abiertos', advice: 'Abre bien los dos ojos y mira a la cámara.' },
    gaze: { title: 'Mirada a la cámara', advice: 'Mira al objetivo, no a la pantalla.' },
    'mouth-closed': { title: 'Boca cerrada', advice: 'Cierra la boca y mantén una expresión neutra.' },
    'face-covered': {
      title: 'Cara descubierta',
      advice: 'Quítate la mascarilla y aparta manos, pelo y tela de la cara.',
    },
    'eyes-covered': { title: 'Ojos descubiertos', advice: 'Quítate las gafas oscuras y aparta el pelo de los ojos.' },
    glasses: { title: 'Sin gafas', advice: 'Quítate las gafas.' },
    'head-cover': {
      title: 'Cabeza descubierta',
      advice:
        'Quítate el sombrero o la gorra. Una prenda religiosa puede quedarse si la cara se ve del mentón a la frente.',
    },
    sharpness: { title: 'Nitidez', advice: 'Sujeta la cámara firme, limpia la lente y enfoca los ojos.' },
    exposure: { title: 'Buena luz', advice: 'Repítela con luz natural uniforme, sin contraluz ni penumbra.' },
    'clipped-skin': {
      title: 'Piel sin brillos',
      advice: 'Evita el flash y las lámparas fuertes; seca los brillos de la piel.',
    },
    colour: { title: 'En color', advice: 'Envía una foto en color y sin filtros.' },
    'colour-cast': {
      title: 'Colores naturales',
      advice: 'Hazla con luz natural, sin lámparas, paredes ni filtros de color.',
    },
    cutout: {
      title: 'Recorte correcto',
      advice: 'Compara el borde con tu imagen. Si falta o sobra algo, ponte delante de una pared lisa de otro color.',
    },
    'only-person': {
      title: 'Nada más junto a la cabeza',
      advice: 'Aparta manos, móviles, sillas y otras personas de la cabeza y los hombros.',
    },
    'light-balance': { title: 'Luz igual en ambas mejillas', advice: 'Ponte de cara a la ventana o a la lámpara.' },
    'head-height': {
      title: 'Altura de la cabeza',
      advice: 'Deja más espacio alrededor de la cabeza o elige otro tamaño.',
    },
    'head-width': {
      title: 'Ancho de la cabeza',
      advice: 'Recoge el pelo que ensancha la cabeza. El ancho es una estimación: compáralo con la plantilla.',
    },
    'eye-line': { title: 'Altura de los ojos', advice: 'Deja más espacio encima y debajo de la cabeza.' },
    'top-margin': { title: 'Espacio sobre la cabeza', advice: 'Deja más espacio sobre la cabeza.' },
    'chin-margin': { title: 'Espacio bajo el mentón', advice: 'Deja más espacio bajo el mentón.' },
    'output-roll': { title: 'Inclinación en la foto', advice: 'Gira la imagen hasta que los ojos queden a nivel.' },
    'output-eye-distance': { title: 'Distancia entre los ojos', advice: 'Acércate o elige otro tamaño.' },
    centring: { title: 'Cabeza centrada', advice: 'Deja espacio a ambos lados de la cabeza.' },
    'crown-inside': { title: 'Pelo dentro de la imagen', advice: 'Repítela con espacio sobre el pelo.' },
    'shoulders-cut': { title: 'Hombros en la imagen', advice: 'Aléjate un poco para que se vean los dos hombros.' },
    'shoulders-visible': {
      title: 'Ambos hombros visibles',
      advice: 'Ponte de frente, sin bolsos ni manos en los hombros, ante una pared de otro color que tu ropa.',
    },
    'body-ends': {
      title: 'El cuerpo llega al borde inferior',
      advice: 'Muestra los hombros y el pecho ante una pared de otro color que tu ropa.',
    },
    'background-smooth': {
      title: 'Fondo liso',
      advice: 'Ponte a medio metro de una pared clara, sin dibujos ni objetos.',
    },
    'background-even': {
      title: 'Fondo uniforme',
      advice: 'Ponte a medio metro de una pared clara y bien iluminada, sin sombras.',
    },
    'background-colour': {
      title: 'Color del fondo',
      advice: 'Ponte a medio metro de una pared del color que pide el organismo, con buena luz.',
    },
    resolution: { title: 'Nitidez para este tamaño', advice: closer },
    'file-width': { title: 'Ancho del archivo', advice: officeSize },
    'file-height': { title: 'Alto del archivo', advice: officeSize },
    'file-size': { title: 'Peso del archivo', advice: otherFile },
    'file-compression': { title: 'Compresión del archivo', advice: otherFile },
    'file-format': { title: 'Formato del archivo', advice: otherFile },
  },
  people: { 1: 'Persona de la izquierda', 2: 'Persona de la derecha' },
  byCause: {
    'by-hand': 'El encuadre se ajustó a mano. Vuelve a poner la cabeza dentro de los límites o restablécelo.',
    'own-matte': 'Envía la foto sin partes transparentes, por ejemplo en JPEG. El recorte se hace aquí.',
    'no-room':
      'Con el tamaño de cabeza que pide este documento, el pelo o la prenda no caben en la foto. Otra foto no lo cambia: aplasta el pelo o pregunta al organismo.',
  },
  notes: {
    padded: 'La imagen terminaba dentro del encuadre; el fondo rellena el resto.',
    'low-resolution': 'Hubo que ampliar la imagen. Acércate o envía el archivo original.',
    'rule-missed': 'No se ha podido cumplir una norma de este documento.',
    'hair-cut': 'El borde corta el pelo.',
    'background-missing': 'El archivo ya estaba recortado y no tiene fondo; se ha puesto blanco.',
    'backdrop-not-allowed': 'El organismo solo acepta otros fondos.',
    'editing-not-allowed':
      'Este organismo rechaza fotos retocadas o con el fondo cambiado. Haz la foto ante la pared adecuada o pregunta.',
    'editing-not-known': 'No hemos encontrado ninguna norma sobre fondos cambiados. Pregunta al organismo.',
    'office-photo-only': 'Este organismo hace la foto y no acepta ninguna tuya.',
    'photographer-only': 'Este organismo solo acepta fotos de un fotógrafo o de una cabina autorizada.',
    'caption-missing': 'Se pide tu nombre y la fecha de la foto bajo la cara. Escríbelos antes de pedirla.',
    'caption-not-asked': 'Ninguna norma pide texto en esta foto. Pídela sin él.',
    'not-on-sheet': 'Este documento no tiene tamaño impreso y no está en la hoja.',
    degraded: 'El estudio tenía poca memoria y trabajó a un tamaño menor que el habitual.',
    'beyond-usual-size': 'El cómic es más grande de lo habitual y ha necesitado más tiempo y memoria.',
    'not-for-offices': 'Un cómic es un dibujo: ningún organismo lo acepta como foto.',
    unconfirmed: 'Algunos datos no se han podido confirmar. Compáralos con la página del organismo.',
  },
};
