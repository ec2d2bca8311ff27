/** A check's value and limit as people read them. Measures without a meaning for people (gradients, ratios) stay unsaid. */
import type { Check } from '../../../core/checks.ts';
import { words } from '../../state/language.ts';
import { bytesText, number, percent } from '../wording.ts';

/** Empty where there is nothing to say. */
export function foundText({ value, unit }: Check): string {
  if (value === null) return words.value.checks.unmeasured;
  return typeof value === 'string' ? value.toUpperCase() : valueText(value, unit);
}

export function wantedText({ limit, unit }: Check): string {
  const { atLeast, atMost, between } = words.value.rules;
  if (!limit) return '';
  if ('oneOf' in limit) return limit.oneOf.join(', ').toUpperCase();
  const { min, max } = limit;
  const [from, to] = [min, max].map((end) => (end === null ? '' : valueText(end, unit)));
  if (from === '' || to === '') return from ? atLeast(from) : to && atMost(to);
  if (min === max) return from;
  return min === -(max ?? 0) ? atMost(to) : between(from, to);
}

function valueText(value: number, unit: Check['unit']): string {
  switch (unit) {
    case 'count':
      return number(value);
    case 'px':
      return `${number(value)} px`;
    case 'mm':
      return `${number(value, 1)} mm`;
    case 'deg':
      return `${number(Math.abs(value), 1)}°`;
    case 'share':
      return percent(value);
    case 'bytes':
      return bytesText(value);
    default:
      return '';
  }
}
