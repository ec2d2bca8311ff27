/** The most bytes of an order, exactly: as metadata of an upload, and as a new order on a photo. */
import { expect, test } from 'vitest';
import { strokeLimits } from '../../../../core/brush/stroke.ts';
import { formatOrderJson, type PhotoOrder, parseOrder } from '../../../../core/order.ts';
import { checkOrder, mostOrderBytes } from '../../../../functions/api/check-order.ts';

/** Returns what is wrong with the order; null for nothing. */
function refusalOf(order: PhotoOrder, mostBytes: number): string | null {
  try {
    checkOrder(order, mostBytes);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Returns an order with one stroke and a caption. @param places decimal places of the points. */
function strokeOrder(points: number, caption: string, places = 9): PhotoOrder {
  const point = [-0.123456789, -0.123456789].map((share) => Number(share.toFixed(places)));
  const stroke = { kind: 'keep', radius: 0.01, points: Array(points).fill(point) };
  return parseOrder({ strokes: [stroke], caption: [caption] });
}

/** Returns an order of this size as JSON. */
function orderOf(bytes: number): PhotoOrder {
  const sizeOf = (points: number) => formatOrderJson(strokeOrder(points, 'A')).length;
  const perPoint = sizeOf(2) - sizeOf(1);
  const rest = bytes - sizeOf(1);
  return strokeOrder(1 + Math.floor(rest / perPoint), 'A'.repeat(1 + (rest % perPoint)));
}

test.each(Object.entries(mostOrderBytes))('an order for %s may have %i bytes, and not one more', (_, mostBytes) => {
  const [largest, larger] = [orderOf(mostBytes), orderOf(mostBytes + 1)];
  expect(Buffer.byteLength(formatOrderJson(largest))).toBe(mostBytes);
  expect(refusalOf(largest, mostBytes)).toBeNull();
  expect(refusalOf(larger, mostBytes)).toBe(
    `The order cannot be read. It has ${mostBytes + 1} bytes as JSON; the limit is ${mostBytes}. Order strokes after the upload, with at most four decimal places.`,
  );
});

test('a letter beyond ASCII counts as it is stored, with six bytes', () => {
  const order = (name: string) => parseOrder({ caption: [name] });
  const mostBytes = formatOrderJson(order('JANE MULLER')).length;
  expect(refusalOf(order('JANE MULLER'), mostBytes)).toBeNull();
  expect(refusalOf(order('JANE MÜLLER'), mostBytes + 4)).toBe(
    `The order cannot be read. It has ${mostBytes + 5} bytes as JSON; the limit is ${mostBytes + 4}.`,
  );
  expect(refusalOf(order('JANE MÜLLER'), mostBytes + 5)).toBeNull();
});

test('as many points as a stroke may have fit into a new order with four decimal places', () => {
  const order = strokeOrder(strokeLimits.points, 'JANE DOE', 4);
  expect(refusalOf(order, mostOrderBytes.newOrder)).toBeNull();
  expect(refusalOf(order, mostOrderBytes.upload)).toMatch(/Order strokes after the upload/);
});
