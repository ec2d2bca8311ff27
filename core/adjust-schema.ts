/** The field `adjust` of an order. */
import * as z from 'zod';
import { adjustLimits } from './adjust/adjusted-map.ts';

const part = (name: keyof typeof adjustLimits) => z.number().min(adjustLimits[name].min).max(adjustLimits[name].max);

/** A part that is left out changes nothing. */
export const adjustSchema = z.strictObject({
  right: part('right').default(0),
  down: part('down').default(0),
  scale: part('scale').default(1),
  turnDeg: part('turnDeg').default(0),
});
