/** Lightness above which black letters are easier to read than white ones, relative luminance of WCAG 2.2. */
const brightFrom = 0.18;

/** Returns black or white, whichever is easier to read on a colour. @param colour `#rrggbb`. */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const level = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > brightFrom ? '#000000' : '#ffffff';
}
