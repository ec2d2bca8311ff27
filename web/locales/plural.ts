/** Texts with a count in the forms that a language has: Arabic has six, English two, Chinese one. */

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
