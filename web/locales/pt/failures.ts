/** The reasons for a rejected photo or a failed request, with advice, in Portuguese. The keys are RejectionCode and FailureCode. */
import { foreignFormatsOf } from '../foreign-formats.ts';
import type { Texts } from '../texts.ts';

export const foreignFormatsPt = foreignFormatsOf({
  title: (name) => `Isto é ${name}`,
  names: {
    'jpeg-xl': 'uma imagem JPEG XL',
    'jpeg-2000': 'uma imagem JPEG 2000',
    'raw-canon': 'um arquivo RAW da Canon',
    'raw-nikon': 'um arquivo RAW da Nikon (NEF)',
    'raw-sony': 'um arquivo RAW da Sony (ARW)',
    'raw-fujifilm': 'um arquivo RAW da Fujifilm (RAF)',
    'raw-olympus': 'um arquivo RAW da Olympus (ORF)',
    'raw-panasonic': 'um arquivo RAW da Panasonic (RW2)',
    'raw-pentax': 'um arquivo RAW da Pentax (PEF)',
    raw: 'um arquivo RAW de câmera',
    dng: 'um arquivo RAW (DNG)',
    photoshop: 'um arquivo do Photoshop (PSD)',
    pdf: 'um documento PDF',
    postscript: 'um documento PostScript',
    djvu: 'um documento DjVu',
    icon: 'um ícone (ICO ou CUR)',
    svg: 'um desenho SVG',
    video: 'um vídeo',
    'heif-other': 'uma imagem HEIF incomum',
    'web-page': 'uma página da web',
    xml: 'um documento XML',
    archive: 'um arquivo ZIP ou documento de escritório',
  },
  advice: {
    raw: 'Exporte como JPEG com o programa da câmera, ou envie o JPEG que a câmera gravou junto.',
    dng: 'Exporte como JPEG: no celular, compartilhe como JPEG; no computador, use Fotos ou Lightroom.',
    picture: 'Abra num programa de imagens e exporte como JPEG ou PNG.',
    photoshop: 'Salve uma cópia como PNG ou JPEG (Arquivo > Exportar).',
    pages: 'Envie a foto que está nele, ou exporte a página como PNG ou JPEG com 300 dpi ou mais.',
    djvu: 'Exporte a página como PNG ou JPEG com 300 dpi ou mais.',
    icon: 'Um ícone é pequeno demais. Envie a foto de que ele foi feito.',
    svg: 'Envie a própria foto. Se o SVG contém uma, exporte como PNG ou JPEG.',
    video: 'Tire uma foto e envie. Um quadro de vídeo é pequeno e borrado demais.',
    webPage: 'Salve a imagem: clique com o botão direito e escolha “Salvar imagem como”.',
    xml: 'Envie a foto em JPEG, HEIC ou PNG.',
    archive: 'Descompacte e envie a foto que está dentro.',
  },
});

export const rejectionsPt: Texts['rejections'] = {
  empty: { title: 'O arquivo está vazio', advice: 'Envie a foto de novo; o envio pode ter sido interrompido.' },
  'too-large': { title: 'O arquivo é grande demais', advice: 'Salve como JPEG de no máximo 25 MB.' },
  'too-large-for-memory': {
    title: 'O estúdio não tem memória suficiente',
    advice: 'Envie uma imagem menor ou peça ao responsável que dê mais memória à função.',
  },
  'too-many-pixels': { title: 'A imagem tem pixels demais', advice: 'Envie no máximo 60 megapixels.' },
  'too-small': {
    title: 'A imagem é pequena demais',
    advice: 'Use o arquivo original da câmera, não uma prévia nem uma captura de tela.',
  },
  'unsupported-format': {
    title: 'Não conseguimos ler esta imagem',
    advice: 'Envie JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP ou GIF.',
  },
  unreadable: { title: 'A imagem está danificada', advice: 'Abra e salve de novo, ou tire outra.' },
  'no-face': {
    title: 'Nenhum rosto encontrado',
    advice: 'Olhe direto para a câmera, com luz uniforme e nada na frente do rosto.',
  },
  'face-too-small': {
    title: 'O rosto é pequeno demais',
    advice: 'Envie o arquivo original da câmera, não uma prévia, ou chegue mais perto.',
  },
  'several-faces': {
    title: 'Há mais de um rosto',
    advice: 'Tire a foto sozinho. Se os outros estiverem bem atrás, o maior rosto pode ser usado.',
  },
  'one-face': {
    title: 'Este documento mostra duas pessoas',
    advice: 'Envie uma foto das duas lado a lado, olhando para a câmera, do peito para cima.',
  },
  'too-many-faces': {
    title: 'Há mais de dois rostos',
    advice: 'Tire uma foto só de vocês dois, sem outras pessoas ou retratos.',
  },
  'face-cut': { title: 'O rosto está cortado', advice: 'Tire de novo com a cabeça inteira e os dois ombros.' },
  'no-person': { title: 'Não foi possível recortar ninguém', advice: 'Afaste-se do fundo, com luz uniforme.' },
  'bad-roster': { title: 'Não foi possível ler a lista', advice: 'Corrija e salve de novo.' },
  'not-in-roster': {
    title: 'A foto não está na lista',
    advice: 'Adicione uma linha com o nome do arquivo e salve roster.csv de novo.',
  },
  'no-ink': {
    title: 'Nenhuma tinta encontrada',
    advice: 'Escreva em papel branco com caneta escura e fotografe só o papel, de cima.',
  },
  'too-faint': { title: 'A tinta está fraca demais', advice: 'Escreva com caneta preta ou azul, não com lápis.' },
  shadow: {
    title: 'Uma sombra cobre a tinta',
    advice: 'Fotografe o papel com luz natural uniforme, sem a sombra da mão ou do celular.',
  },
  'bad-order': { title: 'Estes ajustes não funcionam', advice: 'Escolha outro documento, tamanho ou fundo.' },
  'file-size-unreachable': {
    title: 'Não dá para atingir o limite do arquivo',
    advice: 'Escolha um fundo liso ou a versão impressa.',
  },
  'standard-forbids': {
    title: 'O órgão proíbe isso',
    advice: 'Escolha outro fundo ou uma foto que não precise de edição.',
  },
  'sheet-too-small': { title: 'A foto não cabe na folha', advice: 'Escolha um papel maior ou uma margem menor.' },
  'unknown-standard': { title: 'Documento desconhecido', advice: 'Escolha outro da lista.' },
};

export const failuresPt: Texts['failures'] = {
  offline: { title: 'Sem conexão', advice: 'Continua sozinha quando a conexão voltar.' },
  expired: { title: 'Passou tempo demais', advice: 'Tente de novo; a foto será enviada outra vez.' },
  gone: { title: 'A foto não está mais no estúdio', advice: 'Foi apagada ou expirou. Adicione de novo.' },
  'cutout-expired': {
    title: 'A foto não pode mais ser alterada',
    advice: 'O recorte expirou. Os arquivos prontos continuam lá; para alterar, adicione a foto de novo.',
  },
  lost: {
    title: 'O estúdio está demorando demais com esta foto',
    advice: 'Ela não se perdeu. Tente mais tarde ou avise o responsável pelo estúdio.',
  },
  busy: { title: 'O estúdio está ocupado', advice: 'A página tenta de novo sozinha.' },
  'daily-limit': {
    title: 'Este código já fez todas as fotos de hoje',
    advice: 'Tente amanhã ou peça um limite maior ao responsável pelo estúdio.',
  },
  unknown: {
    title: 'Algo deu errado no estúdio',
    advice: 'Tente de novo. Se acontecer outra vez, avise o responsável.',
  },
};
