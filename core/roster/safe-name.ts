/** Makes names of people into names of files. */

/** Names that Windows does not allow for files, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
/** Characters that some system does not allow in names, and marks that turn the direction of a text or are invisible. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
const unsafe = /[\\/:*?"<>|\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\ufeff]/g;
/** Systems allow 255 bytes; a Chinese character has three, and standard, backdrop and number follow the name. */
const mostCharacters = 50;

/** Returns a name that every system takes as the name of a file: letters of all scripts stay. */
export function safeName(name: string): string {
  const plain = name.normalize('NFC').replaceAll(unsafe, '_').replaceAll(/\s+/g, ' ');
  const short = [...plain].slice(0, mostCharacters).join('');
  const trimmed = short.replace(/^[. ]+/, '').replace(/[. ]+$/, '');
  if (trimmed === '') return 'photo';
  return reserved.test(trimmed) ? `${trimmed}_` : trimmed;
}
