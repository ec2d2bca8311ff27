/**
 * The table of photo standards: the rules of each office, as data in standards/*.json, which is checked when it is
 * loaded. The figures are from the sources that each record names, read in stored copies of the pages on the day that
 * the record names.
 */
import type * as z from 'zod';
import africa from './standards/africa.json' with { type: 'json' };
import americasAndOceania from './standards/americas-oceania.json' with { type: 'json' };
import asia from './standards/asia.json' with { type: 'json' };
import cardsAndCv from './standards/cards-and-cv.json' with { type: 'json' };
import china from './standards/china.json' with { type: 'json' };
import chinaExams from './standards/china-exams.json' with { type: 'json' };
import europe from './standards/europe.json' with { type: 'json' };
import eastOfEurope from './standards/europe-east.json' with { type: 'json' };
import international from './standards/international.json' with { type: 'json' };
import latinAmerica from './standards/latin-america.json' with { type: 'json' };
import middleEast from './standards/middle-east.json' with { type: 'json' };
import { type openBand, parseStandards, type rule, type standardSchema } from './standards/schema.ts';
import southAsia from './standards/south-asia.json' with { type: 'json' };
import southEastAsia from './standards/south-east-asia.json' with { type: 'json' };

export type PhotoStandard = z.infer<typeof standardSchema>;
export type StandardBackdrop = PhotoStandard['backdrops'][number];
export type OpenBand = z.infer<typeof openBand>;
export type Rule = NonNullable<z.infer<typeof rule>>;
export type Crown = PhotoStandard['rules']['crown'];
export type HeadWidth = PhotoStandard['rules']['width'];

/** Every standard, in the order of the data files. */
export const standards: readonly PhotoStandard[] = parseStandards([
  ...international,
  ...cardsAndCv,
  ...china,
  ...chinaExams,
  ...asia,
  ...southAsia,
  ...southEastAsia,
  ...middleEast,
  ...africa,
  ...europe,
  ...eastOfEurope,
  ...americasAndOceania,
  ...latinAmerica,
]);
