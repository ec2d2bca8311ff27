/** The reasons for a rejected photo or a failed request, with advice, in Spanish. The keys are RejectionCode and FailureCode. */
import { foreignFormatsOf } from '../foreign-formats.ts';
import type { Texts } from '../texts.ts';

export const foreignFormatsEs = foreignFormatsOf({
  title: (name) => `Esto es ${name}`,
  names: {
    'jpeg-xl': 'una imagen JPEG XL',
    'jpeg-2000': 'una imagen JPEG 2000',
    'raw-canon': 'un archivo RAW de Canon',
    'raw-nikon': 'un archivo RAW de Nikon (NEF)',
    'raw-sony': 'un archivo RAW de Sony (ARW)',
    'raw-fujifilm': 'un archivo RAW de Fujifilm (RAF)',
    'raw-olympus': 'un archivo RAW de Olympus (ORF)',
    'raw-panasonic': 'un archivo RAW de Panasonic (RW2)',
    'raw-pentax': 'un archivo RAW de Pentax (PEF)',
    raw: 'un archivo RAW de cámara',
    dng: 'un archivo RAW (DNG)',
    photoshop: 'un archivo de Photoshop (PSD)',
    pdf: 'un documento PDF',
    postscript: 'un documento PostScript',
    djvu: 'un documento DjVu',
    icon: 'un icono (ICO o CUR)',
    svg: 'un dibujo SVG',
    video: 'un vídeo',
    'heif-other': 'una imagen HEIF poco común',
    'web-page': 'una página web',
    xml: 'un documento XML',
    archive: 'un archivo ZIP o un documento de oficina',
  },
  advice: {
    raw: 'Expórtalo como JPEG con el programa de la cámara, o envía el JPEG que guardó al lado.',
    dng: 'Expórtalo como JPEG: en el móvil compártelo como JPEG; en el ordenador usa Fotos o Lightroom.',
    picture: 'Ábrela en un programa de imágenes y expórtala como JPEG o PNG.',
    photoshop: 'Guarda una copia como PNG o JPEG (Archivo > Exportar).',
    pages: 'Envía la foto que contiene, o exporta la página como PNG o JPEG a 300 ppp o más.',
    djvu: 'Exporta la página como PNG o JPEG a 300 ppp o más.',
    icon: 'Un icono es demasiado pequeño. Envía la foto de la que se hizo.',
    svg: 'Envía la foto misma. Si el SVG contiene una, expórtala como PNG o JPEG.',
    video: 'Haz una foto y envíala. Un fotograma de vídeo es pequeño y borroso.',
    webPage: 'Guarda la imagen: haz clic con el botón derecho y elige «Guardar imagen como».',
    xml: 'Envía la foto en JPEG, HEIC o PNG.',
    archive: 'Descomprímelo y envía la foto que contiene.',
  },
});

export const rejectionsEs: Texts['rejections'] = {
  empty: { title: 'El archivo está vacío', advice: 'Envía la foto de nuevo; puede que el envío se cortara.' },
  'too-large': { title: 'El archivo es demasiado grande', advice: 'Guárdalo como JPEG de 25 MB como máximo.' },
  'too-large-for-memory': {
    title: 'El estudio no tiene memoria suficiente',
    advice: 'Envía una imagen más pequeña o pide al responsable que dé más memoria a la función.',
  },
  'too-many-pixels': { title: 'La imagen tiene demasiados píxeles', advice: 'Envía 60 megapíxeles como máximo.' },
  'too-small': {
    title: 'La imagen es demasiado pequeña',
    advice: 'Usa el archivo original de la cámara, no una vista previa ni una captura.',
  },
  'unsupported-format': {
    title: 'No podemos leer esta imagen',
    advice: 'Envía JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP o GIF.',
  },
  unreadable: { title: 'La imagen está dañada', advice: 'Ábrela y guárdala de nuevo, o haz otra.' },
  'no-face': {
    title: 'No se ha encontrado ninguna cara',
    advice: 'Mira de frente a la cámara, con luz uniforme y sin nada delante de la cara.',
  },
  'face-too-small': {
    title: 'La cara es demasiado pequeña',
    advice: 'Envía el archivo original de la cámara, no una vista previa, o acércate.',
  },
  'several-faces': {
    title: 'Hay más de una cara',
    advice: 'Haz la foto a solas. Si los demás están muy atrás, se puede usar la cara más grande.',
  },
  'one-face': {
    title: 'Este documento muestra a dos personas',
    advice: 'Envía una foto de las dos, una junto a otra, mirando a la cámara y del pecho hacia arriba.',
  },
  'too-many-faces': {
    title: 'Hay más de dos caras',
    advice: 'Haz una foto solo de los dos, sin otras personas ni retratos.',
  },
  'face-cut': { title: 'La cara está cortada', advice: 'Repítela con toda la cabeza y los dos hombros.' },
  'no-person': { title: 'No se ha podido recortar a nadie', advice: 'Sepárate del fondo, con luz uniforme.' },
  'bad-roster': { title: 'No se puede leer la lista', advice: 'Corrígela y guárdala de nuevo.' },
  'not-in-roster': {
    title: 'La foto no está en la lista',
    advice: 'Añade una fila con el nombre del archivo y guarda roster.csv de nuevo.',
  },
  'no-ink': {
    title: 'No se ha encontrado tinta',
    advice: 'Escribe en papel blanco con un bolígrafo oscuro y fotografía solo el papel, desde arriba.',
  },
  'too-faint': { title: 'La tinta es demasiado clara', advice: 'Escribe con bolígrafo negro o azul, no con lápiz.' },
  shadow: {
    title: 'Una sombra tapa la tinta',
    advice: 'Fotografía el papel con luz natural uniforme, sin la sombra de la mano o del móvil.',
  },
  'bad-order': { title: 'Estos ajustes no funcionan', advice: 'Elige otro documento, tamaño o fondo.' },
  'file-size-unreachable': {
    title: 'No se alcanza el límite del archivo',
    advice: 'Elige un fondo liso o la versión impresa.',
  },
  'standard-forbids': {
    title: 'El organismo lo prohíbe',
    advice: 'Elige otro fondo o una foto que no necesite retoques.',
  },
  'sheet-too-small': { title: 'La foto no cabe en la hoja', advice: 'Elige un papel mayor o un margen menor.' },
  'unknown-standard': { title: 'Documento desconocido', advice: 'Elige otro de la lista.' },
};

export const failuresEs: Texts['failures'] = {
  offline: { title: 'No hay conexión', advice: 'Continuará sola cuando vuelva la conexión.' },
  expired: { title: 'Ha pasado demasiado tiempo', advice: 'Inténtalo de nuevo; la foto se envía otra vez.' },
  gone: { title: 'La foto ya no está en el estudio', advice: 'Se borró o caducó. Añádela de nuevo.' },
  'cutout-expired': {
    title: 'La foto ya no se puede cambiar',
    advice: 'Su recorte ha caducado. Los archivos terminados siguen ahí; para cambiarla, añádela de nuevo.',
  },
  lost: {
    title: 'El estudio tarda demasiado con esta foto',
    advice: 'No se ha perdido. Inténtalo más tarde o avisa a quien gestiona el estudio.',
  },
  busy: { title: 'El estudio está ocupado', advice: 'La página lo intenta de nuevo sola.' },
  'daily-limit': {
    title: 'Este código ha gastado sus fotos de hoy',
    advice: 'Inténtalo mañana o pide un límite mayor a quien gestiona el estudio.',
  },
  unknown: {
    title: 'Algo ha fallado en el estudio',
    advice: 'Inténtalo de nuevo. Si se repite, avisa a quien lo gestiona.',
  },
};
