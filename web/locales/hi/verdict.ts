/** The verdict on a photo in Hindi. The keys are the codes of core/verdict.ts, core/unchecked.ts and core/edits.ts. */
import { decimalOf, pluralOf } from '../plural.ts';
import type { Texts } from '../texts.ts';

const plural = pluralOf('hi');
const decimal = decimalOf('hi');

export const verdictHi: Texts['verdict'] = {
  names: { ready: 'तैयार', 'look-again': 'फिर देखें', 'will-be-refused': 'अस्वीकार होगी' },
  sentences: {
    ready: () => 'किसी जाँच में कमी नहीं मिली। जो यहाँ नहीं जाँचा जाता, उसे ख़ुद देख लें।',
    'look-again': (points) => `जमा करने से पहले देखें: ${points}।`,
    'will-be-refused': (points) => `कार्यालय यह फ़ोटो अस्वीकार करेगा: ${points}।`,
  },
  points: {
    padded: 'फ़ोटो फ़्रेम के भीतर ख़त्म थी',
    'low-resolution': 'फ़ोटो बड़ी की गई',
    'rule-missed': 'एक नियम पूरा नहीं',
    'hair-cut': 'बाल कटे हैं',
    'background-missing': 'फ़ाइल में बैकग्राउंड नहीं था',
    'backdrop-not-allowed': 'दूसरा बैकग्राउंड चाहिए',
    'editing-not-allowed': 'फ़ोटो बदली गई है',
    'editing-not-known': 'बैकग्राउंड बदलने का नियम पता नहीं',
    'office-photo-only': 'कार्यालय ख़ुद फ़ोटो खींचता है',
    'photographer-only': 'केवल फ़ोटोग्राफ़र या बूथ की फ़ोटो',
    'caption-missing': 'नाम और तारीख़ नहीं हैं',
    'caption-not-asked': 'अनचाही लिखावट',
    'not-on-sheet': 'एक फ़ोटो शीट पर नहीं है',
    'not-for-offices': 'चित्र है, कार्यालय के लिए नहीं',
    unconfirmed: 'अपुष्ट आँकड़े',
    'not-judged': 'कोई नियम लागू नहीं',
  },
  ruleOf: 'नियम:',
  unchecked: (count) => plural(count, { one: 'यहाँ नहीं जाँचा जाता: # नियम', other: 'यहाँ नहीं जाँचे जाते: # नियम' }),
  uncheckedRules: {
    measures: 'केवल प्रिंट के लिए बताई गई माप',
    figures: 'वे आँकड़े जिनकी कार्यालय का पृष्ठ पुष्टि नहीं करता',
    editing: 'बदला बैकग्राउंड मान्य है या नहीं: कोई नियम पता नहीं',
    'own-hand': 'लिखावट आपकी अपनी और पूरी है',
    'earlier-edits': 'भेजने से पहले के फ़िल्टर और सुधार',
    remark: 'इस दस्तावेज़ की टिप्पणी',
    'photo-age': 'फ़ोटो कितनी पुरानी है',
    likeness: 'आज आप ऐसे ही दिखते हैं या नहीं',
    infants: 'शिशुओं और छोटे बच्चों के नियम',
    glasses: 'चश्मा',
    'head-cover': 'टोपी और सिर ढकना',
    'face-covered': 'चेहरे पर बाल, हाथ या कपड़ा',
    'only-person': 'सिर के पास हाथ, चीज़ें और दूसरे लोग',
    expression: 'सामान्य भाव',
    gaze: 'कैमरे में नज़र',
    colours: 'स्वाभाविक रंगों वाली रंगीन फ़ोटो',
    'print-quality': 'काग़ज़ और छपाई',
  },
  edits: 'फ़ोटो में क्या बदला गया',
  editNames: {
    'border-removed': () => 'फ़ोटो का किनारा हटाया',
    cropped: () => 'काटी गई',
    scaled: (factor) => `${Math.round(factor * 100)}% तक छोटी की गई`,
    enlarged: (factor) => `${decimal(factor)} गुना बड़ी की गई`,
    turned: (degrees) => `${decimal(Math.abs(degrees))}° घुमाई गई`,
    extended: (px) => `किनारे से ${Math.round(px)} px आगे बढ़ाई गई`,
    'cutout-corrected': () => 'कटआउट हाथ से ठीक किया गया',
    'backdrop-replaced': () => 'बैकग्राउंड बदला गया',
    'foreground-recoloured': () => 'व्यक्ति के किनारों का रंग ठीक किया',
    drawn: () => 'रेखाओं और सपाट रंगों से बनाई गई',
    captioned: () => 'नीचे लिखा गया',
    compressed: () => 'JPEG में सहेजी गई',
  },
};
