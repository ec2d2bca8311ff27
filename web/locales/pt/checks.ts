/** The checks of a photo in Portuguese: their names and advice. The keys are the codes of core/checks.ts. */
import { pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('pt');
const closer = 'Chegue mais perto ou envie o arquivo original em tamanho real.';
const officeSize = 'Escolha o tamanho que o órgão indica.';
const otherFile = 'Escolha a versão para envio ou outro documento.';

export const checksPt: Texts['checks'] = {
  heading: 'Verificações',
  summary: (passed, total) => `${passed} de ${total} aprovadas`,
  allGood: 'Tudo o que podemos verificar está em ordem.',
  passed: (count) => plural(count, { one: '# verificação aprovada', other: '# verificações aprovadas' }),
  pass: 'Bom',
  warn: 'Confira',
  fail: 'Não atende',
  wanted: 'pedido',
  unmeasured: 'não foi possível medir',
  byCode: {
    'face-count': {
      title: 'Número certo de rostos',
      advice: 'Tire a foto sozinho, sem outro rosto ou retrato à vista.',
    },
    print: {
      title: 'Não é foto de uma foto',
      advice: 'Envie o arquivo original, não um escaneamento nem a foto de uma foto impressa.',
    },
    'face-inside': { title: 'Rosto inteiro na imagem', advice: 'Tire de novo com a cabeça inteira na imagem.' },
    'eye-distance': { title: 'Detalhe suficiente no rosto', advice: closer },
    roll: { title: 'Cabeça reta', advice: 'Mantenha a cabeça reta.' },
    yaw: { title: 'De frente para a câmera', advice: 'Vire o rosto bem de frente para a câmera.' },
    pitch: {
      title: 'Queixo nivelado',
      advice: 'Segure a câmera na altura dos olhos, sem levantar nem abaixar o queixo.',
    },
    'eyes-open': { title: 'Olhos abertos', advice: 'Mantenha os dois olhos abertos e olhe para a câmera.' },
    gaze: { title: 'Olhar na câmera', advice: 'Olhe para a lente, não para a tela.' },
    'mouth-closed': { title: 'Boca fechada', advice: 'Feche a boca e mantenha uma expressão neutra.' },
    'face-covered': { title: 'Rosto descoberto', advice: 'Tire a máscara e afaste mãos, cabelo e tecido do rosto.' },
    'eyes-covered': { title: 'Olhos descobertos', advice: 'Tire os óculos escuros e afaste o cabelo dos olhos.' },
    glasses: { title: 'Sem óculos', advice: 'Tire os óculos.' },
    'head-cover': {
      title: 'Cabeça descoberta',
      advice: 'Tire chapéu ou boné. Um véu religioso pode ficar se o rosto aparecer do queixo à testa.',
    },
    sharpness: { title: 'Nitidez', advice: 'Firme a câmera, limpe a lente e foque nos olhos.' },
    exposure: { title: 'Boa iluminação', advice: 'Tire de novo com luz natural uniforme, sem contraluz nem penumbra.' },
    'clipped-skin': {
      title: 'Pele sem brilho',
      advice: 'Evite flash e lâmpadas fortes; seque o brilho da pele.',
    },
    colour: { title: 'Em cores', advice: 'Envie uma foto colorida e sem filtro.' },
    'colour-cast': {
      title: 'Cores naturais',
      advice: 'Tire com luz natural, sem lâmpadas, paredes ou filtros coloridos.',
    },
    cutout: {
      title: 'Recorte correto',
      advice: 'Compare a borda com sua imagem. Se algo falta ou sobra, fique diante de uma parede lisa de outra cor.',
    },
    'only-person': {
      title: 'Nada mais junto à cabeça',
      advice: 'Afaste mãos, celulares, cadeiras e outras pessoas da cabeça e dos ombros.',
    },
    'light-balance': { title: 'Luz igual nas duas faces', advice: 'Fique de frente para a janela ou a lâmpada.' },
    'head-height': {
      title: 'Altura da cabeça',
      advice: 'Deixe mais espaço em volta da cabeça ou escolha outro tamanho.',
    },
    'head-width': {
      title: 'Largura da cabeça',
      advice: 'Prenda o cabelo que alarga a cabeça. A largura é uma estimativa: compare com o gabarito.',
    },
    'eye-line': { title: 'Linha dos olhos', advice: 'Deixe mais espaço acima e abaixo da cabeça.' },
    'top-margin': { title: 'Espaço acima da cabeça', advice: 'Deixe mais espaço acima da cabeça.' },
    'chin-margin': { title: 'Espaço abaixo do queixo', advice: 'Deixe mais espaço abaixo do queixo.' },
    'output-roll': { title: 'Inclinação na foto', advice: 'Gire a imagem até os olhos ficarem nivelados.' },
    'output-eye-distance': {
      title: 'Distância entre os olhos',
      advice: 'Chegue mais perto ou escolha outro tamanho.',
    },
    centring: { title: 'Cabeça centralizada', advice: 'Deixe espaço dos dois lados da cabeça.' },
    'crown-inside': { title: 'Cabelo dentro da imagem', advice: 'Tire de novo com espaço acima do cabelo.' },
    'shoulders-cut': { title: 'Ombros na imagem', advice: 'Afaste-se um pouco para mostrar os dois ombros.' },
    'shoulders-visible': {
      title: 'Os dois ombros visíveis',
      advice: 'Fique de frente, sem bolsas nem mãos nos ombros, diante de uma parede de cor diferente da roupa.',
    },
    'body-ends': {
      title: 'Corpo até a borda inferior',
      advice: 'Mostre ombros e peito diante de uma parede de cor diferente da roupa.',
    },
    'background-smooth': {
      title: 'Fundo liso',
      advice: 'Fique a meio metro de uma parede clara, sem desenhos nem objetos.',
    },
    'background-even': {
      title: 'Fundo uniforme',
      advice: 'Fique a meio metro de uma parede clara e bem iluminada, sem sombras.',
    },
    'background-colour': {
      title: 'Cor do fundo',
      advice: 'Fique a meio metro de uma parede da cor que o órgão pede, com boa luz.',
    },
    resolution: { title: 'Nitidez para este tamanho', advice: closer },
    'file-width': { title: 'Largura do arquivo', advice: officeSize },
    'file-height': { title: 'Altura do arquivo', advice: officeSize },
    'file-size': { title: 'Tamanho do arquivo', advice: otherFile },
    'file-compression': { title: 'Compressão do arquivo', advice: otherFile },
    'file-format': { title: 'Formato do arquivo', advice: otherFile },
  },
  people: { 1: 'Pessoa da esquerda', 2: 'Pessoa da direita' },
  byCause: {
    'by-hand': 'O enquadramento foi ajustado à mão. Leve a cabeça de volta aos limites ou restaure.',
    'own-matte': 'Envie a foto sem partes transparentes, por exemplo em JPEG. O recorte é feito aqui.',
    'no-room':
      'No tamanho de cabeça que este documento pede, o cabelo ou a cobertura não cabem na foto. Outra foto não muda isso: baixe o cabelo ou consulte o órgão.',
  },
  notes: {
    padded: 'A imagem acabava dentro do quadro; o fundo preenche o resto.',
    'low-resolution': 'A imagem precisou ser ampliada. Chegue mais perto ou envie o arquivo original.',
    'rule-missed': 'Uma regra deste documento não pôde ser cumprida.',
    'hair-cut': 'A borda corta o cabelo.',
    'background-missing': 'O arquivo já estava recortado e não tem fundo; atrás da pessoa ficou branco.',
    'backdrop-not-allowed': 'O órgão só aceita outros fundos.',
    'editing-not-allowed':
      'Este órgão recusa fotos editadas ou com fundo trocado. Tire a foto diante da parede certa ou consulte o órgão.',
    'editing-not-known': 'Não encontramos regra deste órgão sobre troca de fundo. Consulte o órgão.',
    'office-photo-only': 'Este órgão tira a foto e não aceita nenhuma sua.',
    'photographer-only': 'Este órgão só aceita fotos de fotógrafo ou de cabine autorizada.',
    'caption-missing': 'É preciso seu nome e a data da foto abaixo do rosto. Preencha antes de pedir.',
    'caption-not-asked': 'Nenhuma regra pede texto nesta foto. Peça sem legenda.',
    'not-on-sheet': 'Este documento não tem tamanho impresso e não está na folha.',
    degraded: 'O estúdio estava com pouca memória e trabalhou em um tamanho menor que o habitual.',
    'beyond-usual-size': 'O desenho é maior que o habitual e precisou de mais tempo e memória.',
    'not-for-offices': 'Uma HQ é um desenho: nenhum órgão a aceita como foto.',
    unconfirmed: 'Alguns dados não puderam ser confirmados. Compare com a página do órgão.',
  },
};
