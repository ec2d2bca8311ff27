/** A check's value and limit as text. Measures that mean nothing to people, such as gradients and ratios, give no text. */
import type { Check } from '../../../core/checks.ts';
import { texts } from '../../state/language.ts';
import { bytesText, choiceOf, number, percent, withUnit } from '../format.ts';

/** Returns the measured value; empty for a measure without text. */
export function valueText({ value, unit }: Check): string {
  if (value === null) return texts.value.checks.unmeasured;
  return typeof value === 'string' ? value.toUpperCase() : measureText(value, unit);
}

/** Returns the limit; empty when there is none or for a measure without text. */
export function limitText({ limit, unit }: Check): string {
  const { atLeast, atMost, between } = texts.value.rules;
  if (!limit) return '';
  if ('oneOf' in limit) return choiceOf(limit.oneOf.map((name) => name.toUpperCase()));
  const { min, max } = limit;
  const [from, to] = [min, max].map((end) => (end === null ? '' : measureText(end, unit)));
  if (from === '' || to === '') return from ? atLeast(from) : to && atMost(to);
  if (min === max) return from;
  return min === -(max ?? 0) ? atMost(to) : between(from, to);
}

function measureText(value: number, unit: Check['unit']): string {
  switch (unit) {
    case 'count':
      return number(value);
    case 'px':
      return withUnit(number(value), 'px');
    case 'mm':
      return withUnit(number(value, 1), 'mm');
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
