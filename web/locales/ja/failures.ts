/** The reasons for a rejected photo or a failed request, with advice, in Japanese. The keys are RejectionCode and FailureCode. */
import { foreignFormatsOf } from '../foreign-formats.ts';
import type { Texts } from '../texts.ts';

export const foreignFormatsJa = foreignFormatsOf({
  title: (name) => `これは${name}です`,
  names: {
    'jpeg-xl': 'JPEG XL 画像',
    'jpeg-2000': 'JPEG 2000 画像',
    'raw-canon': 'キヤノンの RAW ファイル',
    'raw-nikon': 'ニコンの RAW ファイル（NEF）',
    'raw-sony': 'ソニーの RAW ファイル（ARW）',
    'raw-fujifilm': '富士フイルムの RAW ファイル（RAF）',
    'raw-olympus': 'オリンパスの RAW ファイル（ORF）',
    'raw-panasonic': 'パナソニックの RAW ファイル（RW2）',
    'raw-pentax': 'ペンタックスの RAW ファイル（PEF）',
    raw: 'カメラの RAW ファイル',
    dng: 'RAW ファイル（DNG）',
    photoshop: 'Photoshop ファイル（PSD）',
    pdf: 'PDF 文書',
    postscript: 'PostScript 文書',
    djvu: 'DjVu 文書',
    icon: 'アイコン（ICO、CUR）',
    svg: 'SVG 図形',
    video: '動画',
    'heif-other': '特殊な形式の HEIF 画像',
    'web-page': 'ウェブページ',
    xml: 'XML 文書',
    archive: 'ZIP ファイルまたは Office 文書',
  },
  advice: {
    raw: 'カメラ付属のソフトで JPEG に書き出すか、カメラが同時に保存した JPEG を送ってください。',
    dng: 'JPEG に書き出してください。スマートフォンでは JPEG で共有、パソコンでは「写真」や Lightroom を使います。',
    picture: '画像ソフトで開き、JPEG または PNG に書き出してください。',
    photoshop: 'コピーを PNG または JPEG で保存してください（ファイル＞書き出し）。',
    pages: '中の写真を送るか、ページを 300 dpi 以上の PNG または JPEG に書き出してください。',
    djvu: 'ページを 300 dpi 以上の PNG または JPEG に書き出してください。',
    icon: 'アイコンは小さすぎます。元の写真を送ってください。',
    svg: '写真そのものを送ってください。SVG に写真があれば PNG または JPEG に書き出してください。',
    video: '写真を撮って送ってください。動画の 1 コマは小さく、ぼやけています。',
    webPage: '画像を右クリックし、「名前を付けて画像を保存」を選んでください。',
    xml: '写真を JPEG、HEIC、PNG のいずれかで送ってください。',
    archive: '解凍して、中の写真を送ってください。',
  },
});

export const rejectionsJa: Texts['rejections'] = {
  empty: { title: 'ファイルが空です', advice: '送信が途中で切れた可能性があります。もう一度送ってください。' },
  'too-large': { title: 'ファイルが大きすぎます', advice: '25 MB 以下の JPEG で保存してください。' },
  'too-large-for-memory': {
    title: 'メモリーが足りません',
    advice: '小さい画像を送るか、管理者に関数のメモリーを増やすよう依頼してください。',
  },
  'too-many-pixels': { title: '画素数が多すぎます', advice: '60 メガピクセル以下にしてください。' },
  'too-small': {
    title: '画像が小さすぎます',
    advice: 'プレビューやスクリーンショットではなく、カメラの元ファイルを使ってください。',
  },
  'unsupported-format': {
    title: '読み込めない画像です',
    advice: 'JPEG、HEIC、PNG、WebP、AVIF、TIFF、BMP、GIF のいずれかを送ってください。',
  },
  unreadable: { title: '画像が壊れています', advice: '開いて保存し直すか、別の写真を使ってください。' },
  'no-face': {
    title: '顔が見つかりません',
    advice: '顔の前に何も置かず、均一な光の中でカメラを正面から見てください。',
  },
  'face-too-small': {
    title: '顔が小さすぎます',
    advice: 'プレビューではなくカメラの元ファイルを送るか、もっと近くで撮ってください。',
  },
  'several-faces': {
    title: '複数の顔が写っています',
    advice: '一人で撮ってください。ほかの人がずっと後ろにいる場合は、一番大きい顔を使えます。',
  },
  'one-face': {
    title: 'この書類には二人の写真が必要です',
    advice: '二人が並んでカメラを見ている、胸から上の写真を 1 枚送ってください。',
  },
  'too-many-faces': {
    title: '三人以上写っています',
    advice: 'ほかの人や肖像が写らないように、お二人だけで撮ってください。',
  },
  'face-cut': { title: '顔が切れています', advice: '頭全体と両肩が入るように撮り直してください。' },
  'no-person': { title: '人物を切り抜けません', advice: '背景から離れ、均一な光の中に立ってください。' },
  'bad-roster': { title: '名簿を読み込めません', advice: '修正して保存し直してください。' },
  'not-in-roster': {
    title: 'この写真は名簿にありません',
    advice: 'ファイル名の行を追加し、roster.csv を保存し直してください。',
  },
  'no-ink': { title: '文字が見つかりません', advice: '白い無地の紙に濃いペンで書き、紙だけを真上から撮ってください。' },
  'too-faint': { title: '文字が薄すぎます', advice: '鉛筆ではなく、黒か青のペンで書いてください。' },
  shadow: { title: '影がかかっています', advice: '手や電話の影が入らないように、均一な自然光で撮ってください。' },
  'bad-order': { title: 'この設定は使えません', advice: '別の用途、サイズ、背景を選んでください。' },
  'file-size-unreachable': {
    title: '規定のファイル容量にできません',
    advice: '無地の背景にするか、印刷用を選んでください。',
  },
  'standard-forbids': {
    title: '提出先で禁止されています',
    advice: '別の背景を選ぶか、加工の要らない写真を使ってください。',
  },
  'sheet-too-small': { title: '写真が用紙に入りません', advice: '大きい用紙か、狭い余白を選んでください。' },
  'unknown-standard': { title: '不明な書類です', advice: '一覧から選び直してください。' },
};

export const failuresJa: Texts['failures'] = {
  offline: { title: '接続がありません', advice: '接続が戻ると自動で再開します。' },
  expired: { title: '時間がかかりすぎました', advice: 'やり直してください。写真はもう一度送られます。' },
  gone: { title: '写真はもう保存されていません', advice: '削除されたか期限が切れました。もう一度追加してください。' },
  'cutout-expired': {
    title: 'この写真はもう変更できません',
    advice: '切り抜きの期限が切れました。完成したファイルは残っています。変更するには写真を追加し直してください。',
  },
  lost: {
    title: '処理に時間がかかりすぎています',
    advice: '写真は失われていません。後でもう一度試すか、運営者に知らせてください。',
  },
  busy: { title: '混み合っています', advice: '自動で再試行します。' },
  'daily-limit': {
    title: 'このコードの本日分は終了しました',
    advice: '明日もう一度試すか、運営者に上限の引き上げを頼んでください。',
  },
  unknown: { title: '問題が発生しました', advice: 'もう一度お試しください。続く場合は運営者に知らせてください。' },
};
