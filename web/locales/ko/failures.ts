/** The reasons for a rejected photo or a failed request, with advice, in Korean. The keys are RejectionCode and FailureCode. */
import { foreignFormatsOf } from '../foreign-formats.ts';
import type { Texts } from '../texts.ts';

export const foreignFormatsKo = foreignFormatsOf({
  title: (name) => `${name}입니다`,
  names: {
    'jpeg-xl': 'JPEG XL 이미지',
    'jpeg-2000': 'JPEG 2000 이미지',
    'raw-canon': '캐논 RAW 파일',
    'raw-nikon': '니콘 RAW 파일(NEF)',
    'raw-sony': '소니 RAW 파일(ARW)',
    'raw-fujifilm': '후지필름 RAW 파일(RAF)',
    'raw-olympus': '올림푸스 RAW 파일(ORF)',
    'raw-panasonic': '파나소닉 RAW 파일(RW2)',
    'raw-pentax': '펜탁스 RAW 파일(PEF)',
    raw: '카메라 RAW 파일',
    dng: 'RAW 파일(DNG)',
    photoshop: '포토샵 파일(PSD)',
    pdf: 'PDF 문서',
    postscript: 'PostScript 문서',
    djvu: 'DjVu 문서',
    icon: '아이콘(ICO, CUR)',
    svg: 'SVG 그림',
    video: '동영상',
    'heif-other': '특수한 형식의 HEIF 이미지',
    'web-page': '웹 페이지',
    xml: 'XML 문서',
    archive: '압축 파일 또는 오피스 문서',
  },
  advice: {
    raw: '카메라 제조사 프로그램으로 JPEG로 내보내거나, 카메라가 함께 저장한 JPEG를 보내세요.',
    dng: 'JPEG로 내보내세요. 휴대전화에서는 JPEG로 공유하고, 컴퓨터에서는 사진 앱이나 Lightroom을 쓰세요.',
    picture: '이미지 프로그램에서 열어 JPEG나 PNG로 내보내세요.',
    photoshop: '사본을 PNG나 JPEG로 저장하세요(파일 > 내보내기).',
    pages: '안에 있는 사진을 보내거나, 페이지를 300 dpi 이상의 PNG나 JPEG로 내보내세요.',
    djvu: '페이지를 300 dpi 이상의 PNG나 JPEG로 내보내세요.',
    icon: '아이콘은 너무 작습니다. 원래 사진을 보내세요.',
    svg: '사진 자체를 보내세요. SVG 안에 사진이 있으면 PNG나 JPEG로 내보내세요.',
    video: '사진을 찍어 보내세요. 동영상의 한 장면은 작고 흐립니다.',
    webPage: '이미지를 마우스 오른쪽 버튼으로 눌러 “이미지를 다른 이름으로 저장”을 고르세요.',
    xml: '사진을 JPEG, HEIC 또는 PNG로 보내세요.',
    archive: '압축을 풀고 안에 있는 사진을 보내세요.',
  },
});

export const rejectionsKo: Texts['rejections'] = {
  empty: { title: '빈 파일입니다', advice: '전송이 끊겼을 수 있습니다. 다시 보내 주세요.' },
  'too-large': { title: '파일이 너무 큽니다', advice: '25 MB 이하의 JPEG로 저장하세요.' },
  'too-large-for-memory': {
    title: '메모리가 부족합니다',
    advice: '더 작은 사진을 보내거나 운영자에게 함수의 메모리를 늘려 달라고 하세요.',
  },
  'too-many-pixels': { title: '화소가 너무 많습니다', advice: '60메가픽셀 이하로 보내세요.' },
  'too-small': {
    title: '이미지가 너무 작습니다',
    advice: '미리보기나 화면 캡처가 아닌 카메라 원본 파일을 쓰세요.',
  },
  'unsupported-format': {
    title: '읽을 수 없는 이미지입니다',
    advice: 'JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP, GIF 중 하나로 보내세요.',
  },
  unreadable: { title: '손상된 이미지입니다', advice: '열어서 다시 저장하거나 다른 사진을 쓰세요.' },
  'no-face': { title: '얼굴을 찾지 못했습니다', advice: '얼굴을 가리지 말고 고른 빛에서 카메라를 똑바로 보세요.' },
  'face-too-small': {
    title: '얼굴이 너무 작습니다',
    advice: '미리보기가 아닌 카메라 원본을 보내거나 더 가까이에서 찍으세요.',
  },
  'several-faces': {
    title: '얼굴이 둘 이상입니다',
    advice: '혼자 찍으세요. 다른 사람이 멀리 뒤에 있으면 가장 큰 얼굴을 쓸 수 있습니다.',
  },
  'one-face': {
    title: '두 사람이 필요한 서류입니다',
    advice: '두 사람이 나란히 카메라를 보는, 가슴 위쪽이 나온 사진 한 장을 보내세요.',
  },
  'too-many-faces': {
    title: '얼굴이 셋 이상입니다',
    advice: '다른 사람이나 인물 사진 없이 두 분만 찍으세요.',
  },
  'face-cut': { title: '얼굴이 잘렸습니다', advice: '머리 전체와 양 어깨가 나오게 다시 찍으세요.' },
  'no-person': { title: '인물을 분리하지 못했습니다', advice: '배경에서 떨어져 고른 빛에서 찍으세요.' },
  'bad-roster': { title: '명단을 읽을 수 없습니다', advice: '고쳐서 다시 저장하세요.' },
  'not-in-roster': {
    title: '명단에 없는 사진입니다',
    advice: '파일 이름이 있는 행을 추가하고 roster.csv를 다시 저장하세요.',
  },
  'no-ink': { title: '글씨를 찾지 못했습니다', advice: '흰 종이에 진한 펜으로 쓰고, 종이만 위에서 찍으세요.' },
  'too-faint': { title: '글씨가 너무 흐립니다', advice: '연필 말고 검은색이나 파란색 펜으로 쓰세요.' },
  shadow: { title: '그림자가 글씨를 가립니다', advice: '손이나 휴대전화 그림자 없이 고른 자연광에서 찍으세요.' },
  'bad-order': { title: '사용할 수 없는 설정입니다', advice: '다른 용도, 크기, 배경을 고르세요.' },
  'file-size-unreachable': {
    title: '규정된 용량에 맞출 수 없습니다',
    advice: '단색 배경이나 인화용을 고르세요.',
  },
  'standard-forbids': {
    title: '제출처에서 금지합니다',
    advice: '다른 배경을 고르거나 보정이 필요 없는 사진을 쓰세요.',
  },
  'sheet-too-small': { title: '사진이 용지에 들어가지 않습니다', advice: '더 큰 용지나 더 좁은 여백을 고르세요.' },
  'unknown-standard': { title: '알 수 없는 서류입니다', advice: '목록에서 다른 것을 고르세요.' },
};

export const failuresKo: Texts['failures'] = {
  offline: { title: '연결이 끊겼습니다', advice: '다시 연결되면 자동으로 이어집니다.' },
  expired: { title: '시간이 너무 오래 지났습니다', advice: '다시 시도하세요. 사진을 다시 보냅니다.' },
  gone: { title: '사진이 더 이상 없습니다', advice: '삭제되었거나 보관 기간이 끝났습니다. 다시 추가하세요.' },
  'cutout-expired': {
    title: '더 이상 변경할 수 없는 사진입니다',
    advice: '분리한 인물의 보관 기간이 끝났습니다. 완성 파일은 남아 있으며, 변경하려면 사진을 다시 추가하세요.',
  },
  lost: {
    title: '이 사진의 처리가 너무 오래 걸립니다',
    advice: '사진은 사라지지 않았습니다. 나중에 다시 시도하거나 운영자에게 알려 주세요.',
  },
  busy: { title: '지금은 이용자가 많습니다', advice: '자동으로 다시 시도합니다.' },
  'daily-limit': {
    title: '이 코드의 오늘 사진을 모두 썼습니다',
    advice: '내일 다시 시도하거나 운영자에게 한도를 늘려 달라고 하세요.',
  },
  unknown: { title: '문제가 생겼습니다', advice: '다시 시도하세요. 계속되면 운영자에게 알려 주세요.' },
};
