/** The verdict on a photo in Arabic. The keys are the codes of core/verdict.ts, core/unchecked.ts and core/edits.ts. */
import { decimalOf, pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('ar');
const decimal = decimalOf('ar');

export const verdictAr: Texts['verdict'] = {
  names: { ready: 'جاهزة', 'look-again': 'راجعها', 'will-be-refused': 'ستُرفض' },
  sentences: {
    ready: () => 'لا فحص يعترض على هذه الصورة. راجع بنفسك ما لا يُفحص هنا.',
    'look-again': (points) => `راجع هذا قبل تقديمها: ${points}.`,
    'will-be-refused': (points) => `سترفض الجهة هذه الصورة: ${points}.`,
  },
  points: {
    padded: 'انتهت الصورة داخل الإطار',
    'low-resolution': 'كُبّرت الصورة',
    'rule-missed': 'شرط غير مستوفى',
    'hair-cut': 'الشعر مقطوع',
    'background-missing': 'الملف بلا خلفية',
    'backdrop-not-allowed': 'مطلوب خلفية أخرى',
    'editing-not-allowed': 'الصورة معدّلة',
    'editing-not-known': 'لا شرط معروفًا لاستبدال الخلفية',
    'office-photo-only': 'الجهة تلتقط الصورة بنفسها',
    'photographer-only': 'صور مصوّر أو كشك فقط',
    'caption-missing': 'ينقصها الاسم والتاريخ',
    'caption-not-asked': 'نص لا يطلبه شرط',
    'not-on-sheet': 'صورة ليست على الورقة',
    degraded: 'كانت ذاكرة الاستوديو قليلة',
    'beyond-usual-size': 'رسم أكبر من المعتاد',
    'not-for-offices': 'رسم لا يصلح للجهات الرسمية',
    unconfirmed: 'أرقام غير مؤكدة',
    'not-judged': 'لا شرط يحكم عليها',
  },
  ruleOf: 'الشرط:',
  unchecked: (count) =>
    plural(count, {
      zero: 'كل الشروط تُفحص هنا',
      one: 'لا يُفحص هنا: شرط واحد',
      two: 'لا يُفحص هنا: شرطان',
      few: 'لا يُفحص هنا: # شروط',
      many: 'لا يُفحص هنا: # شرطًا',
      other: 'لا يُفحص هنا: # شرط',
    }),
  uncheckedRules: {
    measures: 'الأطوال التي تحددها الجهة للصورة المطبوعة فقط',
    figures: 'الأرقام التي لا تؤكدها صفحة الجهة',
    editing: 'قبول الخلفية المستبدلة: لا شرط معروفًا',
    'own-hand': 'أن الكتابة بخط يدك وكاملة',
    'earlier-edits': 'الفلاتر والتنقيح قبل الإرسال',
    remark: 'الملاحظة على هذه الوثيقة',
    'photo-age': 'تاريخ التقاط الصورة',
    likeness: 'أنك ما زلت تبدو هكذا اليوم',
    infants: 'شروط الجهة للرضّع والأطفال الصغار',
    glasses: 'النظارات',
    'head-cover': 'القبعات وأغطية الرأس',
    'face-covered': 'شعر أو يد أو قماش على الوجه',
    'only-person': 'أيدٍ وأشياء وأشخاص قرب الرأس',
    expression: 'ملامح محايدة',
    gaze: 'النظر إلى الكاميرا',
    colours: 'صورة ملوّنة بألوان طبيعية',
    'print-quality': 'الورق والطباعة',
  },
  edits: 'ما أُجري على الصورة',
  editNames: {
    'border-removed': () => 'إزالة الإطار حول الصورة',
    cropped: () => 'القص',
    scaled: (factor) => `التصغير إلى ${Math.round(factor * 100)}%`,
    enlarged: (factor) => `التكبير ${decimal(factor)} مرة`,
    turned: (degrees) => `التدوير ${decimal(Math.abs(degrees))}°`,
    extended: (px) => `التمديد ${Math.round(px)} بكسل خارج الحافة`,
    'cutout-corrected': () => 'صُحّح قص الشخص يدويًا',
    'backdrop-replaced': () => 'استبدال الخلفية',
    'foreground-recoloured': () => 'تلوين حواف الشخص',
    drawn: () => 'الرسم بخطوط وألوان مسطّحة',
    captioned: () => 'طباعة نص أسفل الصورة',
    compressed: () => 'الحفظ بصيغة JPEG',
  },
};
