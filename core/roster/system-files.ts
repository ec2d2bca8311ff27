/** Recognises files that systems and programs put into folders. */

/** Their names. Hidden files and folders are passed over, too. */
const ofSystems = /^(thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|~\$.*|\..*)$/i;

/** Returns whether a system or program made the file, by its name without folders. */
export const isOfSystem = (name: string): boolean => ofSystems.test(name);
