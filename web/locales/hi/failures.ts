/** The reasons for a rejected photo or a failed request, with advice, in Hindi. The keys are RejectionCode and FailureCode. */
import { foreignFormatsOf } from '../foreign-formats.ts';
import type { Texts } from '../texts.ts';

export const foreignFormatsHi = foreignFormatsOf({
  title: (name) => `यह ${name} है`,
  names: {
    'jpeg-xl': 'JPEG XL चित्र',
    'jpeg-2000': 'JPEG 2000 चित्र',
    'raw-canon': 'Canon की RAW फ़ाइल',
    'raw-nikon': 'Nikon की RAW फ़ाइल (NEF)',
    'raw-sony': 'Sony की RAW फ़ाइल (ARW)',
    'raw-fujifilm': 'Fujifilm की RAW फ़ाइल (RAF)',
    'raw-olympus': 'Olympus की RAW फ़ाइल (ORF)',
    'raw-panasonic': 'Panasonic की RAW फ़ाइल (RW2)',
    'raw-pentax': 'Pentax की RAW फ़ाइल (PEF)',
    raw: 'कैमरे की RAW फ़ाइल',
    dng: 'RAW फ़ाइल (DNG)',
    photoshop: 'Photoshop फ़ाइल (PSD)',
    pdf: 'PDF दस्तावेज़',
    postscript: 'PostScript दस्तावेज़',
    djvu: 'DjVu दस्तावेज़',
    icon: 'आइकन (ICO या CUR)',
    svg: 'SVG चित्र',
    video: 'वीडियो',
    'heif-other': 'असामान्य HEIF चित्र',
    'web-page': 'वेब पृष्ठ',
    xml: 'XML दस्तावेज़',
    archive: 'ZIP फ़ाइल या ऑफ़िस दस्तावेज़',
  },
  advice: {
    raw: 'कैमरा कंपनी के प्रोग्राम से JPEG में निकालें, या कैमरे की साथ वाली JPEG भेजें।',
    dng: 'JPEG में निकालें: फ़ोन पर JPEG के रूप में साझा करें, कंप्यूटर पर Photos या Lightroom से।',
    picture: 'किसी चित्र प्रोग्राम में खोलकर JPEG या PNG में निकालें।',
    photoshop: 'एक प्रति PNG या JPEG में सहेजें (File > Export)।',
    pages: 'इसके भीतर की फ़ोटो भेजें, या पृष्ठ को कम से कम 300 dpi पर PNG या JPEG में निकालें।',
    djvu: 'पृष्ठ को कम से कम 300 dpi पर PNG या JPEG में निकालें।',
    icon: 'आइकन बहुत छोटा है। वह फ़ोटो भेजें जिससे यह बना है।',
    svg: 'फ़ोटो ही भेजें। SVG में फ़ोटो हो तो उसे PNG या JPEG में निकालें।',
    video: 'फ़ोटो खींचकर भेजें। वीडियो का एक दृश्य छोटा और धुंधला होता है।',
    webPage: 'चित्र सहेजें: उस पर राइट-क्लिक करके “Save image as” चुनें।',
    xml: 'फ़ोटो को JPEG, HEIC या PNG में भेजें।',
    archive: 'इसे खोलें और भीतर की फ़ोटो भेजें।',
  },
});

export const rejectionsHi: Texts['rejections'] = {
  empty: { title: 'फ़ाइल ख़ाली है', advice: 'फ़ोटो दोबारा भेजें; शायद भेजना बीच में रुक गया।' },
  'too-large': { title: 'फ़ाइल बहुत बड़ी है', advice: 'इसे 25 MB तक की JPEG में सहेजें।' },
  'too-large-for-memory': {
    title: 'स्टूडियो में इसके लिए मेमोरी कम है',
    advice: 'छोटी फ़ोटो भेजें या संचालक से फ़ंक्शन की मेमोरी बढ़ाने को कहें।',
  },
  'too-many-pixels': { title: 'फ़ोटो में बहुत ज़्यादा पिक्सेल हैं', advice: '60 मेगापिक्सेल तक भेजें।' },
  'too-small': { title: 'फ़ोटो बहुत छोटी है', advice: 'कैमरे की मूल फ़ाइल लें, प्रीव्यू या स्क्रीनशॉट नहीं।' },
  'unsupported-format': {
    title: 'यह फ़ोटो पढ़ी नहीं जा सकती',
    advice: 'JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP या GIF भेजें।',
  },
  unreadable: { title: 'फ़ोटो ख़राब है', advice: 'इसे खोलकर दोबारा सहेजें या दूसरी खींचें।' },
  'no-face': { title: 'कोई चेहरा नहीं मिला', advice: 'एक-सी रोशनी में सीधे कैमरे में देखें, चेहरे के आगे कुछ न हो।' },
  'face-too-small': {
    title: 'चेहरा बहुत छोटा है',
    advice: 'कैमरे की मूल फ़ाइल भेजें, प्रीव्यू नहीं, या और पास से खींचें।',
  },
  'several-faces': {
    title: 'एक से ज़्यादा चेहरे हैं',
    advice: 'अकेले फ़ोटो खिंचवाएँ। बाक़ी लोग बहुत पीछे हों तो सबसे बड़ा चेहरा लिया जा सकता है।',
  },
  'one-face': {
    title: 'इस दस्तावेज़ में दो लोग होते हैं',
    advice: 'दोनों की एक साथ फ़ोटो भेजें, दोनों कैमरे में देखें, छाती से ऊपर।',
  },
  'too-many-faces': {
    title: 'दो से ज़्यादा चेहरे हैं',
    advice: 'केवल आप दोनों की फ़ोटो खींचें, कोई और व्यक्ति या तस्वीर न हो।',
  },
  'face-cut': { title: 'चेहरा कटा हुआ है', advice: 'पूरा सिर और दोनों कंधे लेकर दोबारा खींचें।' },
  'no-person': { title: 'व्यक्ति अलग नहीं हो सका', advice: 'बैकग्राउंड से दूर, एक-सी रोशनी में खड़े हों।' },
  'bad-roster': { title: 'सूची पढ़ी नहीं जा सकती', advice: 'इसे ठीक करके दोबारा सहेजें।' },
  'not-in-roster': {
    title: 'यह फ़ोटो सूची में नहीं है',
    advice: 'फ़ाइल के नाम की पंक्ति जोड़ें और roster.csv दोबारा सहेजें।',
  },
  'no-ink': {
    title: 'कोई लिखावट नहीं मिली',
    advice: 'सफ़ेद काग़ज़ पर गहरे पेन से लिखें और ऊपर से केवल काग़ज़ की फ़ोटो लें।',
  },
  'too-faint': { title: 'लिखावट बहुत हल्की है', advice: 'काले या नीले पेन से लिखें, पेंसिल से नहीं।' },
  shadow: {
    title: 'लिखावट पर छाया है',
    advice: 'दिन की एक-सी रोशनी में फ़ोटो लें, हाथ या फ़ोन की छाया न पड़े।',
  },
  'bad-order': { title: 'यह सेटिंग नहीं चलती', advice: 'दूसरा दस्तावेज़, आकार या बैकग्राउंड चुनें।' },
  'file-size-unreachable': {
    title: 'फ़ाइल की सीमा पूरी नहीं हो सकती',
    advice: 'सादा बैकग्राउंड या प्रिंट वाला रूप चुनें।',
  },
  'standard-forbids': {
    title: 'कार्यालय इसे मना करता है',
    advice: 'दूसरा बैकग्राउंड चुनें या ऐसी फ़ोटो लें जिसे बदलना न पड़े।',
  },
  'sheet-too-small': { title: 'फ़ोटो शीट पर नहीं आती', advice: 'बड़ा काग़ज़ या छोटा हाशिया चुनें।' },
  'unknown-standard': { title: 'यह दस्तावेज़ पता नहीं', advice: 'सूची से दूसरा चुनें।' },
};

export const failuresHi: Texts['failures'] = {
  offline: { title: 'कनेक्शन नहीं है', advice: 'कनेक्शन लौटते ही काम अपने आप आगे बढ़ेगा।' },
  expired: { title: 'बहुत समय बीत गया', advice: 'फिर कोशिश करें; फ़ोटो दोबारा भेजी जाएगी।' },
  gone: { title: 'फ़ोटो अब स्टूडियो में नहीं है', advice: 'वह मिटा दी गई या समय पूरा हो गया। दोबारा जोड़ें।' },
  'cutout-expired': {
    title: 'फ़ोटो अब बदली नहीं जा सकती',
    advice: 'इसका कटआउट हट चुका है। तैयार फ़ाइलें अब भी हैं; बदलने के लिए फ़ोटो दोबारा जोड़ें।',
  },
  lost: {
    title: 'इस फ़ोटो में बहुत समय लग रहा है',
    advice: 'वह खोई नहीं है। बाद में कोशिश करें या स्टूडियो चलाने वाले को बताएँ।',
  },
  busy: { title: 'स्टूडियो व्यस्त है', advice: 'पृष्ठ अपने आप फिर कोशिश करेगा।' },
  'daily-limit': {
    title: 'इस कोड की आज की फ़ोटो पूरी हो गईं',
    advice: 'कल कोशिश करें या स्टूडियो चलाने वाले से सीमा बढ़वाएँ।',
  },
  unknown: {
    title: 'स्टूडियो में कुछ गड़बड़ हुई',
    advice: 'फिर कोशिश करें। दोबारा हो तो स्टूडियो चलाने वाले को बताएँ।',
  },
};
