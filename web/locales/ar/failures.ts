/** The reasons for a rejected photo or a failed request, with advice, in Arabic. The keys are RejectionCode and FailureCode. */
import { foreignFormatsOf } from '../foreign-formats.ts';
import type { Texts } from '../texts.ts';

export const foreignFormatsAr = foreignFormatsOf({
  title: (name) => `هذا ${name}`,
  names: {
    'jpeg-xl': 'ملف صورة JPEG XL',
    'jpeg-2000': 'ملف صورة JPEG 2000',
    'raw-canon': 'ملف خام من Canon',
    'raw-nikon': 'ملف خام من Nikon (NEF)',
    'raw-sony': 'ملف خام من Sony (ARW)',
    'raw-fujifilm': 'ملف خام من Fujifilm (RAF)',
    'raw-olympus': 'ملف خام من Olympus (ORF)',
    'raw-panasonic': 'ملف خام من Panasonic (RW2)',
    'raw-pentax': 'ملف خام من Pentax (PEF)',
    raw: 'ملف خام من كاميرا',
    dng: 'ملف خام (DNG)',
    photoshop: 'ملف Photoshop (PSD)',
    pdf: 'مستند PDF',
    postscript: 'مستند PostScript',
    djvu: 'مستند DjVu',
    icon: 'ملف أيقونة (ICO أو CUR)',
    svg: 'رسم SVG',
    video: 'مقطع فيديو',
    'heif-other': 'ملف صورة HEIF غير شائع',
    'web-page': 'ملف صفحة ويب',
    xml: 'مستند XML',
    archive: 'ملف ZIP أو مستند مكتبي',
  },
  advice: {
    raw: 'صدّره بصيغة JPEG ببرنامج الشركة المصنّعة، أو أرسل ملف JPEG الذي حفظته الكاميرا معه.',
    dng: 'صدّره بصيغة JPEG: على الهاتف شاركه بصيغة JPEG، وعلى الحاسوب استخدم Photos أو Lightroom.',
    picture: 'افتحه في برنامج صور وصدّره بصيغة JPEG أو PNG.',
    photoshop: 'احفظ نسخة منه بصيغة PNG أو JPEG (ملف > تصدير).',
    pages: 'أرسل الصورة التي بداخله، أو صدّر الصفحة بصيغة PNG أو JPEG بدقة 300 dpi على الأقل.',
    djvu: 'صدّر الصفحة بصيغة PNG أو JPEG بدقة 300 dpi على الأقل.',
    icon: 'الأيقونة صغيرة جدًا. أرسل الصورة التي صُنعت منها.',
    svg: 'أرسل الصورة نفسها. إذا كان SVG يحوي صورة فصدّرها بصيغة PNG أو JPEG.',
    video: 'التقط صورة وأرسلها. لقطة الفيديو صغيرة وغير واضحة.',
    webPage: 'احفظ الصورة نفسها: انقر عليها بالزر الأيمن واختر «حفظ الصورة باسم».',
    xml: 'أرسل الصورة بصيغة JPEG أو HEIC أو PNG.',
    archive: 'فك ضغطه وأرسل الصورة التي بداخله.',
  },
});

export const rejectionsAr: Texts['rejections'] = {
  empty: { title: 'الملف فارغ', advice: 'أرسل الصورة مجددًا، فربما انقطع الرفع.' },
  'too-large': { title: 'الملف كبير جدًا', advice: 'احفظه بصيغة JPEG لا تزيد على 25 م.ب.' },
  'too-large-for-memory': {
    title: 'ذاكرة الاستوديو لا تكفي',
    advice: 'أرسل صورة أصغر، أو اطلب من المشغّل زيادة ذاكرة الدالة.',
  },
  'too-many-pixels': { title: 'عدد البكسلات كبير جدًا', advice: 'أرسل 60 ميغابكسل على الأكثر.' },
  'too-small': { title: 'الصورة صغيرة جدًا', advice: 'استخدم الملف الأصلي من الكاميرا، لا معاينة ولا لقطة شاشة.' },
  'unsupported-format': {
    title: 'لا نستطيع قراءة هذه الصورة',
    advice: 'أرسل JPEG أو HEIC أو PNG أو WebP أو AVIF أو TIFF أو BMP أو GIF.',
  },
  unreadable: { title: 'الصورة تالفة', advice: 'افتحها واحفظها من جديد، أو التقط غيرها.' },
  'no-face': { title: 'لم يُعثر على وجه', advice: 'انظر إلى الكاميرا مباشرة، في ضوء متساوٍ، ولا شيء أمام الوجه.' },
  'face-too-small': {
    title: 'الوجه صغير جدًا',
    advice: 'أرسل الملف الأصلي من الكاميرا، لا معاينة، أو اقترب.',
  },
  'several-faces': {
    title: 'يوجد أكثر من وجه',
    advice: 'التقط الصورة وحدك. إذا كان الآخرون بعيدين في الخلف فيمكن استخدام أكبر وجه.',
  },
  'one-face': {
    title: 'هذه الوثيقة تُظهر شخصين',
    advice: 'أرسل صورة واحدة للشخصين جنبًا إلى جنب، ينظران إلى الكاميرا، من الصدر إلى الأعلى.',
  },
  'too-many-faces': {
    title: 'يوجد أكثر من وجهين',
    advice: 'التقطا صورة لكما وحدكما، بلا أشخاص أو صور أخرى.',
  },
  'face-cut': { title: 'الوجه مقطوع', advice: 'أعد التصوير بحيث يظهر الرأس كله والكتفان.' },
  'no-person': { title: 'تعذّر فصل الشخص', advice: 'ابتعد عن الخلفية، في ضوء متساوٍ.' },
  'bad-roster': { title: 'تعذّرت قراءة القائمة', advice: 'صحّحها واحفظها من جديد.' },
  'not-in-roster': {
    title: 'هذه الصورة ليست في القائمة',
    advice: 'أضف سطرًا باسم الملف واحفظ roster.csv من جديد.',
  },
  'no-ink': {
    title: 'لم يُعثر على كتابة',
    advice: 'اكتب بقلم داكن على ورق أبيض، وصوّر الورقة وحدها من الأعلى.',
  },
  'too-faint': { title: 'الكتابة باهتة جدًا', advice: 'اكتب بقلم أسود أو أزرق، لا بالرصاص.' },
  shadow: {
    title: 'ظل يغطي الكتابة',
    advice: 'صوّر الورقة في ضوء نهار متساوٍ، بلا ظل اليد أو الهاتف.',
  },
  'bad-order': { title: 'هذه الإعدادات لا تصلح', advice: 'اختر وثيقة أو مقاسًا أو خلفية أخرى.' },
  'file-size-unreachable': {
    title: 'تعذّر بلوغ حد حجم الملف',
    advice: 'اختر خلفية سادة، أو نسخة الطباعة.',
  },
  'standard-forbids': {
    title: 'الجهة تمنع ذلك',
    advice: 'اختر خلفية أخرى، أو صورة لا تحتاج إلى تعديل.',
  },
  'sheet-too-small': { title: 'الصورة لا تتسع لها الورقة', advice: 'اختر ورقًا أكبر أو هامشًا أضيق.' },
  'unknown-standard': { title: 'وثيقة غير معروفة', advice: 'اختر غيرها من القائمة.' },
};

export const failuresAr: Texts['failures'] = {
  offline: { title: 'لا اتصال', advice: 'سيُستأنف العمل تلقائيًا عند عودة الاتصال.' },
  expired: { title: 'مضى وقت طويل', advice: 'أعد المحاولة؛ ستُرسل الصورة مجددًا.' },
  gone: { title: 'لم تعد الصورة في الاستوديو', advice: 'حُذفت أو انتهت مدتها. أضفها من جديد.' },
  'cutout-expired': {
    title: 'لم يعد ممكنًا تغيير الصورة',
    advice: 'انتهت مدة الصورة المفصولة. الملفات الجاهزة باقية؛ لتغيير الصورة أضفها من جديد.',
  },
  lost: {
    title: 'تستغرق هذه الصورة وقتًا طويلًا جدًا',
    advice: 'لم تضع الصورة. حاول لاحقًا، أو أخبر القائم على الاستوديو.',
  },
  busy: { title: 'الاستوديو مشغول', advice: 'ستعيد الصفحة المحاولة تلقائيًا.' },
  'daily-limit': {
    title: 'استنفد هذا الرمز صور اليوم',
    advice: 'حاول غدًا، أو اطلب من القائم على الاستوديو رفع الحد.',
  },
  unknown: { title: 'حدث خطأ في الاستوديو', advice: 'أعد المحاولة. إذا تكرر الأمر فأخبر القائم عليه.' },
};
