/** The verdict on a photo in Portuguese. The keys are the codes of core/verdict.ts, core/unchecked.ts and core/edits.ts. */
import { decimalOf, pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('pt');
const decimal = decimalOf('pt');

export const verdictPt: Texts['verdict'] = {
  names: { ready: 'Pronta', 'look-again': 'Confira', 'will-be-refused': 'Será recusada' },
  sentences: {
    ready: () => 'Nenhuma verificação é contra esta foto. Confira você mesmo o que não se verifica aqui.',
    'look-again': (points) => `Confira antes de entregar: ${points}.`,
    'will-be-refused': (points) => `O órgão vai recusar esta foto: ${points}.`,
  },
  points: {
    padded: 'a imagem acabava dentro do quadro',
    'low-resolution': 'a imagem foi ampliada',
    'rule-missed': 'uma regra não é cumprida',
    'hair-cut': 'o cabelo está cortado',
    'background-missing': 'o arquivo não tinha fundo',
    'backdrop-not-allowed': 'outro fundo é exigido',
    'editing-not-allowed': 'a foto foi editada',
    'editing-not-known': 'sem regra conhecida sobre troca de fundo',
    'office-photo-only': 'o próprio órgão tira a foto',
    'photographer-only': 'só de fotógrafo ou cabine',
    'caption-missing': 'faltam nome e data na foto',
    'caption-not-asked': 'texto que nada pede',
    'not-on-sheet': 'uma foto não está na folha',
    'not-for-offices': 'um desenho, sem valor oficial',
    unconfirmed: 'dados não confirmados',
    'not-judged': 'nenhuma regra decide',
  },
  ruleOf: 'Regra:',
  unchecked: (count) => plural(count, { one: 'Não verificada aqui: # regra', other: 'Não verificadas aqui: # regras' }),
  uncheckedRules: {
    measures: 'Medidas que o órgão indica só para a foto impressa',
    figures: 'Dados que a página do órgão não confirma',
    editing: 'Se o órgão aceita fundo trocado: nenhuma regra conhecida',
    'own-hand': 'Se a letra é sua e está completa',
    'earlier-edits': 'Filtros e retoques antes do envio',
    remark: 'A observação sobre este documento',
    'photo-age': 'Há quanto tempo a foto foi tirada',
    likeness: 'Se você está assim hoje',
    infants: 'As regras para bebês e crianças pequenas',
    glasses: 'Óculos',
    'head-cover': 'Chapéus e coberturas da cabeça',
    'face-covered': 'Cabelo, mãos ou tecido sobre o rosto',
    'only-person': 'Mãos, objetos e outras pessoas junto à cabeça',
    expression: 'Expressão neutra',
    gaze: 'Olhar na câmera',
    colours: 'Foto colorida com cores naturais',
    'print-quality': 'Papel e impressão',
  },
  edits: 'O que foi feito na imagem',
  editNames: {
    'border-removed': () => 'borda da foto removida',
    cropped: () => 'recortada',
    scaled: (factor) => `reduzida para ${Math.round(factor * 100)}%`,
    enlarged: (factor) => `ampliada ${decimal(factor)} vezes`,
    turned: (degrees) => `girada ${decimal(Math.abs(degrees))}°`,
    extended: (px) => `estendida ${Math.round(px)} px além da borda`,
    'cutout-corrected': () => 'recorte corrigido à mão',
    'backdrop-replaced': () => 'fundo trocado',
    'foreground-recoloured': () => 'bordas da pessoa recoloridas',
    drawn: () => 'desenhada com linhas e cores chapadas',
    captioned: () => 'legenda impressa embaixo',
    compressed: () => 'salva em JPEG',
  },
};
