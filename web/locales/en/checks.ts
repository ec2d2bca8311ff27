/** The checks of a photo in English: their names and advice. The keys are the codes of core/checks.ts. */
import type { Texts } from '../texts.ts';

export const checksEn: Texts['checks'] = {
  heading: 'Checks',
  summary: (passed, total) => `${passed} of ${total} checks passed`,
  allGood: 'Everything we can check is in order.',
  passed: (count) => (count === 1 ? '1 check passed' : `${count} checks passed`),
  pass: 'Good',
  warn: 'Please check',
  fail: 'Not met',
  wanted: 'wanted',
  unmeasured: 'could not be measured',
  byCode: {
    'face-count': {
      title: 'Right number of faces',
      advice: 'Take the photo alone, with no other face or portrait in view.',
    },
    print: {
      title: 'Not a photo of a print',
      advice: 'Send the file of the original photo, not a scan or a photo of a print.',
    },
    'face-inside': { title: 'Whole face in the picture', advice: 'Take it again with the whole head in the picture.' },
    'eye-distance': {
      title: 'Enough detail in the face',
      advice: 'Come nearer, or send the original file at full size.',
    },
    roll: { title: 'Head upright', advice: 'Hold the head upright.' },
    yaw: { title: 'Facing the camera', advice: 'Turn the face straight to the camera.' },
    pitch: { title: 'Chin level', advice: 'Hold the camera at eye level and the chin neither raised nor lowered.' },
    'eyes-open': { title: 'Eyes open', advice: 'Keep both eyes open and look into the camera.' },
    gaze: { title: 'Looking into the camera', advice: 'Look straight into the lens, not at the screen.' },
    'mouth-closed': { title: 'Mouth closed', advice: 'Close the mouth and look neutral.' },
    'face-covered': {
      title: 'Face uncovered',
      advice: 'Take off the mask, and keep hands, hair and cloth away from the face.',
    },
    'eyes-covered': {
      title: 'Eyes uncovered',
      advice: 'Take off dark glasses, and keep hair away from the eyes.',
    },
    glasses: { title: 'No glasses', advice: 'Take off the glasses.' },
    'head-cover': {
      title: 'No head cover',
      advice: 'Take off hat or cap. A cover for religion may stay when the face is free from chin to forehead.',
    },
    sharpness: { title: 'Sharp', advice: 'Hold the camera still, wipe the lens and focus on the eyes.' },
    exposure: {
      title: 'Well lit',
      advice: 'Take it again in even daylight, not against the light and not in the dark.',
    },
    'clipped-skin': {
      title: 'No glare on the skin',
      advice: 'Avoid flash and strong lamps; powder or wipe shiny skin.',
    },
    colour: { title: 'In colour', advice: 'Send a photo in colour, without a filter.' },
    'colour-cast': {
      title: 'Natural colours',
      advice: 'Take it in daylight, without coloured lamps, walls or filters.',
    },
    cutout: {
      title: 'Sound cutout',
      advice:
        'Compare the edge with your picture. If parts are missing or left over, stand before a plain wall of another colour.',
    },
    'only-person': {
      title: 'Nothing else at the head',
      advice: 'Keep hands, phones, chairs and other people away from head and shoulders.',
    },
    'light-balance': { title: 'Even light on both cheeks', advice: 'Face the window or the lamp.' },
    'head-height': { title: 'Head height', advice: 'Leave more room around the head, or choose another size.' },
    'head-width': {
      title: 'Head width',
      advice: 'Tie back hair that widens the head. The width is an estimate; compare it with the template.',
    },
    'eye-line': { title: 'Eye line', advice: 'Leave more room above and below the head.' },
    'top-margin': { title: 'Room above the head', advice: 'Leave more room above the head.' },
    'chin-margin': { title: 'Room below the chin', advice: 'Leave more room below the chin.' },
    'output-roll': { title: 'Lean of the head in the photo', advice: 'Turn the picture until the eyes are level.' },
    'output-eye-distance': { title: 'Distance of the eyes', advice: 'Come nearer, or choose another size.' },
    centring: { title: 'Head in the middle', advice: 'Leave room on both sides of the head.' },
    'crown-inside': { title: 'Hair inside the picture', advice: 'Take it again with room above the hair.' },
    'shoulders-cut': {
      title: 'Shoulders in the picture',
      advice: 'Step back, so that both shoulders are in the picture.',
    },
    'shoulders-visible': {
      title: 'Both shoulders visible',
      advice:
        'Face the camera. Keep bags and hands off the shoulders, and stand in front of a wall that differs from your clothes.',
    },
    'body-ends': {
      title: 'Body reaches the lower edge',
      advice: 'Show both shoulders and the chest, and stand before a wall of another colour than your clothes.',
    },
    'background-smooth': {
      title: 'Plain background',
      advice: 'Stand half a metre in front of a bare light wall, without pattern or objects.',
    },
    'background-even': {
      title: 'Even background',
      advice: 'Stand half a metre in front of a bare light wall and light it evenly, so that no shadow falls on it.',
    },
    'background-colour': {
      title: 'Background colour',
      advice: 'Stand half a metre in front of a bare wall of the colour that the office names, in good light.',
    },
    resolution: { title: 'Sharp enough for this size', advice: 'Come nearer, or send the original file at full size.' },
    'file-width': { title: 'Width of the file', advice: 'Choose the size that the office names.' },
    'file-height': { title: 'Height of the file', advice: 'Choose the size that the office names.' },
    'file-size': { title: 'Size of the file', advice: 'Choose the upload version, or another document.' },
    'file-compression': { title: 'Compression of the file', advice: 'Choose the upload version, or another document.' },
    'file-format': { title: 'Format of the file', advice: 'Choose the upload version, or another document.' },
  },
  people: { 1: 'Left person', 2: 'Right person' },
  byCause: {
    'by-hand': 'The crop was adjusted by hand. Move the head back into the band, or reset the crop.',
    'own-matte': 'Send the photo without transparent parts, for example as JPEG. The person is then cut out here.',
    'no-room':
      'The hair or the head cover is taller than the photo has room for when the head has the size that this document wants. Another photo does not change that: flatten the hair, or ask the office.',
  },
  notes: {
    padded: 'The picture ended inside the frame; the background fills the rest.',
    'low-resolution': 'The picture had to be enlarged. Come nearer, or send the original file.',
    degraded: 'The studio was short of memory and worked at a smaller size than usual.',
    'rule-missed': 'A rule of this document could not be met.',
    'hair-cut': 'The edge cuts the hair.',
    'background-missing': 'The file was cut out already and has no background of its own; white is behind the person.',
    'backdrop-not-allowed': 'The office accepts other backgrounds only.',
    'editing-not-allowed':
      'This office refuses edited photos or replaced backgrounds. Take the photo in front of the right wall, or ask the office.',
    'editing-not-known': 'We found no rule of this office on replaced backgrounds. Ask the office.',
    'office-photo-only': 'This office takes the photo itself and accepts none of your own.',
    'photographer-only': 'This office accepts only photos of a photographer or an approved booth.',
    'caption-missing': 'The form wants your name and the day of the photo below the face. Type them before you order.',
    'caption-not-asked': 'No rule asks for text on this photo. Order it without a caption.',
    'not-on-sheet': 'This document has no print size and is not on the sheet.',
    'beyond-usual-size': 'The comic is larger than usual and took more time and memory.',
    'not-for-offices': 'A comic is a drawing and not for offices: none accepts it as a photo.',
    unconfirmed: 'Some figures of this document could not be confirmed. Compare with the office’s own page.',
  },
};
