/** Numbers in texts. A text with a count has the forms of its language: Arabic has six, English two, Chinese one. */

/** The text by form. `#` stands for the count. A form that is absent is that of `other`. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** Returns a function that chooses the form of a count. @param tag BCP 47. */
export function pluralOf(tag: string): (count: number, forms: PluralForms) => string {
  let rules: Intl.PluralRules | undefined;
  return (count, forms) => {
    rules ??= new Intl.PluralRules(tag);
    return (forms[rules.select(count)] ?? forms.other).replace('#', String(count));
  };
}

/** Returns a function that writes a number with at most two decimals. @param tag BCP 47. */
export function decimalOf(tag: string): (value: number) => string {
  let format: Intl.NumberFormat | undefined;
  return (value) => {
    format ??= new Intl.NumberFormat(tag, { maximumFractionDigits: 2, numberingSystem: 'latn' });
    return format.format(value);
  };
}
