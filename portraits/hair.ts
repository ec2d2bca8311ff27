/** Draws the hair behind and before the head, and returns the height that it reaches. */
import { hatOutline } from './accessories.ts';
import { type At, boxOf, type Curve, pointOn, smooth } from './curves.ts';
import { skull } from './face.ts';
import type { Figure } from './figure.ts';
import { hairShape } from './hair-shapes.ts';
import { between, type Random, scatter } from './random.ts';
import { drawMass, drawStrays, type Mass } from './strands.ts';
import { drawSoft, element, pathOf } from './svg.ts';

/** A small open ring round a place. */
function curlAt([x, y]: At, random: Random, radius: number): Curve[] {
  const start = random() * 2 * Math.PI;
  return smooth(
    [0, 1.4, 2.8, 4.2].map((a): At => [x + radius * Math.cos(start + a), y + radius * Math.sin(start + a)]),
  );
}

/** Small curls scattered over a mass; those on its rim make the edge uneven by their own radius. */
function drawCurls({ defs, hair, random }: Figure, { outline }: Mass, count: number): string {
  const box = boxOf(outline, 0);
  const anywhere = (): At => [box.x + random() * box.width, box.y + random() * box.height];
  const draw = (places: At[]): string => {
    const d = places.map((at) => pathOf(curlAt(at, random, between(random, 1.6, 3.6)))).join('');
    const tones = [hair.deep, hair.base, hair.light, hair.deep, hair.base];
    const stroke = tones[Math.floor(random() * tones.length)] ?? hair.base;
    return element('path', { d, fill: 'none', stroke, 'stroke-width': between(random, 0.7, 1.4), opacity: 0.8 });
  };
  const inside = Array.from({ length: count / 6 }, () => draw(Array.from({ length: 6 }, anywhere)));
  const rim = outline.flatMap((curve) =>
    Array.from({ length: 46 }, () => {
      const [x, y] = pointOn(curve, random());
      return draw([[x * 0.985 + scatter(random, 1.2), y * 0.972 + scatter(random, 1.2)]]);
    }),
  );
  return element('g', { 'clip-path': defs.clip(outline) }, inside.join('')) + rim.join('');
}

/** Hair cut so short that it stands: specks of light and dark, and a velvet edge. */
function drawNap({ hair, random }: Figure, { outline }: Mass): string {
  const box = boxOf(outline, 0);
  const specks = Array.from({ length: 60 }, (_, i) => {
    const d = Array.from({ length: 40 }, () => {
      const [x, y] = [box.x + random() * box.width, box.y + random() * box.height];
      const lean = x / 60;
      return `M${x.toFixed(1)} ${y.toFixed(1)}l${lean.toFixed(2)} ${(-1.4 + Math.abs(lean)).toFixed(2)}`;
    }).join('');
    const stroke = i % 3 === 0 ? hair.sheen : hair.deep;
    return element('path', { d, fill: 'none', stroke, 'stroke-width': 0.5, opacity: i % 3 === 0 ? 0.16 : 0.5 });
  });
  return specks.join('');
}

const drawHairMass =
  (figure: Figure) =>
  (mass: Mass): string => {
    const body = drawMass(figure, mass);
    if (figure.hairStyle === 'afro') return body + drawCurls(figure, mass, 1500);
    if (figure.hairStyle !== 'buzz') return body;
    return body + element('g', { 'clip-path': figure.defs.clip(mass.outline) }, drawNap(figure, mass));
  };

/** Draws the hair behind neck and head. */
export function drawBackHair(figure: Figure): string {
  return hairShape(figure.hairStyle).back.map(drawHairMass(figure)).join('');
}

/** Front hair with the shadow that it throws on the forehead, clipped to the head, and the stray hairs. */
export function drawFrontHair(figure: Figure, headClip: string): string {
  const { front, strays } = hairShape(figure.hairStyle);
  if (front.length === 0) return '';
  const outlines = front.map((mass) => mass.outline);
  const shadow = drawSoft(figure.defs, outlines, 4, {
    fill: figure.skin.deep,
    opacity: 0.55,
    transform: 'translate(1.5 5)',
  });
  return [
    element('g', { 'clip-path': headClip }, shadow),
    ...front.map(drawHairMass(figure)),
    ...strays.map((lock) => drawStrays(figure, lock)),
  ].join('');
}

/** Height of the topmost point of hair and headwear without stray hairs, head units (negative is up); the bare crown when there is none. */
export function crownHairY(style: Figure['hairStyle'], hat: boolean): number {
  const { back, front } = hairShape(style);
  const outlines = hat ? [hatOutline] : [...back, ...front].map((mass) => mass.outline);
  const steps = Array.from({ length: 33 }, (_, i) => i / 32);
  const heights = outlines.flat().flatMap((curve) => steps.map((t) => pointOn(curve, t)[1]));
  return Math.min(skull.crownY, ...heights);
}
