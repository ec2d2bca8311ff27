/**
 * Composes a drawn portrait from its spec: the person, the backdrop, and the truth about crown, chin and eyes.
 * render.ts turns it into pixels with exact alpha; catalogue.ts names the ones that demo, tests and bench use.
 */
import { type Affine, apply, invert, type Point, turnAndScale } from '../core/measure.ts';
import { drawEarrings, drawGlasses, drawHat, drawHatShadow } from './accessories.ts';
import { drawBackdrop } from './backdrop.ts';
import { drawBeard } from './beard.ts';
import { type Beside, drawChair, drawPhone, drawRaisedHand } from './beside.ts';
import { drawNeck, neckBase } from './body.ts';
import { drawClothes } from './clothes.ts';
import { hairTones, skinTones } from './colour.ts';
import { drawHand, drawMask, drawSunglasses } from './covers.ts';
import type { At } from './curves.ts';
import { drawHead, headOutline, skull } from './face.ts';
import { drawFeatures } from './features.ts';
import type { Figure, HairStyle } from './figure.ts';
import { crownHairY, drawBackHair, drawFrontHair } from './hair.ts';
import { seededRandom } from './random.ts';
import { createDefs, element } from './svg.ts';

/** The description of one person. Shares are of the picture: x of its width, y and heights of its height. */
export interface PersonSpec {
  /** Skull, crown to chin, as a share of the picture's height. */
  readonly headHeightShare: number;
  /** The middle of the eye line. */
  readonly centreX: number;
  readonly eyeY: number;
  /** Roll of the head, positive clockwise on screen. The shoulders follow by a third. */
  readonly tiltDeg: number;
  /** `light`, `tan`, `brown`, `dark` or `#rrggbb`. */
  readonly skin: string;
  readonly hair: HairStyle;
  /** `#rrggbb`; brows and beard take it too. */
  readonly hairColour: string;
  readonly build: 'slight' | 'broad';
  readonly eyeColour: string;
  readonly clothing: Figure['clothing'];
  readonly clothingColour: string;
  readonly beard: boolean;
  readonly glasses: boolean;
  readonly earrings: boolean;
  readonly hat: boolean;
  /** A paper mask over nose and mouth. */
  readonly mask: boolean;
  readonly sunglasses: boolean;
  /** A hand over the mouth. */
  readonly hand: boolean;
  /** A raised hand, a phone at the ear, or a chair behind the shoulders. */
  readonly beside: Beside;
  readonly eyesClosed: boolean;
  readonly mouthOpen: boolean;
  readonly smiling: boolean;
  /** Seed of the random numbers that place the hairs. */
  readonly seed: number;
}

export interface PortraitSpec extends PersonSpec {
  readonly widthPx: number;
  readonly heightPx: number;
  /** `plain`, `bright`, `dark`, `green`, `gradient`, `busy` or `#rrggbb`. */
  readonly backdrop: string;
  /** People behind the person; they belong to the backdrop, not to the matte. */
  readonly others: readonly Partial<PersonSpec>[];
  /** Share of the wall's light that soft edges take on, 0..1; the true foreground colours stay without it. */
  readonly spill: number;
  /** Standard deviation of the camera's noise, levels of 255. */
  readonly noiseLevels: number;
}

/** The truth of the drawing, in px of the picture after the tilt; pixel centres are at .5. */
export interface PortraitTruth {
  /** Top of the bare skull, on the head's axis. */
  readonly crownSkull: Point;
  /** The height that hair or hat reaches along the head's axis; single stray hairs (alpha below a half) do not count. */
  readonly crownHair: Point;
  /** The menton: lowest point of the chin's contour, a beard not counted. */
  readonly chin: Point;
  /** Midway between the corners of each eye; left and right as seen in the picture. */
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly rollDeg: number;
  readonly headHeightSkullPx: number;
  readonly headHeightHairPx: number;
  readonly faces: number;
}

export interface DrawnPortrait {
  readonly spec: PortraitSpec;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The whole picture. */
  readonly svg: string;
  /** The person alone on a clear ground, and everything behind: the two layers of `svg`. */
  readonly personSvg: string;
  readonly backdropSvg: string;
  readonly truth: PortraitTruth;
}

const defaults: PortraitSpec = {
  widthPx: 1080,
  heightPx: 1620,
  headHeightShare: 0.36,
  centreX: 0.5,
  eyeY: 0.4,
  tiltDeg: 0,
  skin: 'light',
  hair: 'short',
  hairColour: '#3a2618',
  build: 'slight',
  eyeColour: '#5b4632',
  clothing: 'sweater',
  clothingColour: '#3f5a73',
  beard: false,
  glasses: false,
  earrings: false,
  hat: false,
  mask: false,
  sunglasses: false,
  hand: false,
  beside: 'none',
  eyesClosed: false,
  mouthOpen: false,
  smiling: false,
  seed: 1,
  backdrop: 'plain',
  others: [],
  spill: 0,
  noiseLevels: 1.6,
};

const matrixOf = ({ a, b, c, d, e, f }: Affine): string =>
  `matrix(${[a, b, c, d, e, f].map((value) => Math.round(value * 1e5) / 1e5).join(' ')})`;

const asPoint = ([x, y]: At): Point => ({ x, y });

interface Frames {
  /** From head units to px of the picture. */
  readonly head: Affine;
  readonly body: Affine;
}

function framesOf(person: PersonSpec, widthPx: number, heightPx: number): Frames {
  const scale = (person.headHeightShare * heightPx) / (skull.chinY - skull.crownY);
  const eyes = { x: person.centreX * widthPx, y: person.eyeY * heightPx };
  const head = turnAndScale(person.tiltDeg, scale, { x: 0, y: 0 }, eyes);
  const base = asPoint(neckBase);
  return { head, body: turnAndScale(person.tiltDeg / 3, scale, base, apply(head, base)) };
}

function personOf(person: PersonSpec, prefix: string): Figure {
  return {
    defs: createDefs(prefix),
    random: seededRandom(person.seed),
    skin: skinTones(person.skin),
    hair: hairTones(person.hairColour),
    hairStyle: person.hair,
    build: person.build,
    eyeColour: person.eyeColour,
    clothing: person.clothing,
    clothingColour: person.clothingColour,
    beard: person.beard,
    glasses: person.glasses,
    earrings: person.earrings,
    hat: person.hat,
    eyesClosed: person.eyesClosed,
    mouthOpen: person.mouthOpen,
    smiling: person.smiling,
  };
}

/** Back hair, neck, clothes, head, features, front hair, what is worn: from back to front. */
function drawPerson(person: PersonSpec, { head, body }: Frames, prefix: string): string {
  const figure = personOf(person, prefix);
  const toBody = invert(body);
  const place = (at: At): At => {
    const { x, y } = apply(toBody, apply(head, asPoint(at)));
    return [x, y];
  };
  const turn = person.tiltDeg - person.tiltDeg / 3;
  const headInBody = `rotate(${turn} ${neckBase.join(' ')})`;
  const headClip = figure.defs.clip(headOutline(person.build));
  const inHead = (markup: string) => element('g', { transform: matrixOf(head) }, markup);
  const markup = [
    inHead(drawBackHair(figure)),
    element('g', { transform: matrixOf(body) }, drawNeck(figure, place, headInBody) + drawClothes(figure)),
    inHead(
      [
        drawHead(figure),
        person.beard ? drawBeard(figure) : '',
        drawFeatures(figure),
        drawFrontHair(figure, headClip),
        person.hat ? element('g', { 'clip-path': headClip }, drawHatShadow(figure)) + drawHat(figure) : '',
        person.glasses ? drawGlasses(figure) : '',
        person.sunglasses ? drawSunglasses() : '',
        person.mask ? drawMask(figure) : '',
        person.hand ? drawHand(figure) : '',
        person.beside === 'hand' ? drawRaisedHand(figure) : '',
        person.beside === 'phone' ? drawPhone(figure) : '',
        person.earrings ? drawEarrings(figure) : '',
      ].join(''),
    ),
  ].join('');
  return figure.defs.markup() + markup;
}

function truthOf(spec: PortraitSpec, { head }: Frames): PortraitTruth {
  const at = (x: number, y: number) => apply(head, { x, y });
  const scale = (spec.headHeightShare * spec.heightPx) / (skull.chinY - skull.crownY);
  const hairY = crownHairY(spec.hair, spec.hat);
  return {
    crownSkull: at(0, skull.crownY),
    crownHair: at(0, hairY),
    chin: at(0, skull.chinY),
    leftEye: at(-skull.eyeX, 0),
    rightEye: at(skull.eyeX, 0),
    rollDeg: spec.tiltDeg,
    headHeightSkullPx: (skull.chinY - skull.crownY) * scale,
    headHeightHairPx: (skull.chinY - hairY) * scale,
    faces: 1 + spec.others.length,
  };
}

/** Draws a portrait: pure, the same spec gives the same markup. Whatever the spec leaves out takes a default. */
export function drawPortrait(partial: Partial<PortraitSpec> = {}): DrawnPortrait {
  const spec: PortraitSpec = { ...defaults, ...partial };
  const { widthPx, heightPx } = spec;
  const frames = framesOf(spec, widthPx, heightPx);
  const person = drawPerson(spec, frames, 'a');
  const others = spec.others.map((other, i) => {
    const someone: PersonSpec = { ...defaults, ...other };
    return drawPerson(someone, framesOf(someone, widthPx, heightPx), `b${i}-`);
  });
  const chair = spec.beside === 'chair' ? element('g', { transform: matrixOf(frames.head) }, drawChair()) : '';
  const behind = [drawBackdrop(spec.backdrop, widthPx, heightPx, spec.seed), ...others, chair].join('');
  const sheet = (inside: string) =>
    element(
      'svg',
      { xmlns: 'http://www.w3.org/2000/svg', width: widthPx, height: heightPx, viewBox: `0 0 ${widthPx} ${heightPx}` },
      inside,
    );
  return {
    spec,
    widthPx,
    heightPx,
    svg: sheet(behind + person),
    personSvg: sheet(person),
    backdropSvg: sheet(behind),
    truth: truthOf(spec, frames),
  };
}
