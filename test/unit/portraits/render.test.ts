import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { midpoint } from '../../../core/measure.ts';
import { catalogue } from '../../../portraits/catalogue.ts';
import { drawPortrait, type PortraitSpec } from '../../../portraits/portrait.ts';
import { encodeJpeg, type RenderedPortrait, renderPortrait } from '../../../portraits/render.ts';

/** The same portrait at a third of its size. */
function small(spec: Partial<PortraitSpec> = {}): Partial<PortraitSpec> {
  const { widthPx = 1080, heightPx = 1620 } = spec;
  return { ...spec, widthPx: widthPx / 3, heightPx: heightPx / 3 };
}

/** How far above the eye line the matte reaches along the head's axis, px, within a head's width of it. */
function crownOf({ alpha, drawing }: RenderedPortrait): number {
  const { truth } = drawing;
  const eyes = midpoint(truth.leftEye, truth.rightEye);
  const turn = (truth.rollDeg * Math.PI) / 180;
  let crown = 0;
  alpha.data.forEach((value, i) => {
    if (value < 128) return;
    const dx = (i % alpha.widthPx) + 0.5 - eyes.x;
    const dy = Math.floor(i / alpha.widthPx) + 0.5 - eyes.y;
    const aside = Math.abs(dx * Math.cos(turn) + dy * Math.sin(turn));
    const up = dx * Math.sin(turn) - dy * Math.cos(turn);
    if (aside < truth.headHeightSkullPx * 0.35) crown = Math.max(crown, up + 0.5);
  });
  return crown;
}

describe('renderPortrait', () => {
  it('gives the same bytes for the same spec', async () => {
    const spec = small(catalogue['green-wall']);
    const [once, again] = [await renderPortrait(spec), await renderPortrait(drawPortrait(spec))];
    expect(Buffer.compare(once.photo.data, again.photo.data)).toBe(0);
    expect(Buffer.compare(once.alpha.data, again.alpha.data)).toBe(0);
  });

  it.each(Object.entries(catalogue))('%s: soft matte whose crown is the truth', async (_, spec) => {
    const rendered = await renderPortrait(small(spec));
    const counts = new Uint32Array(256);
    for (const value of rendered.alpha.data) counts[value] += 1;
    const softPx = counts.subarray(1, 255).reduce((sum, count) => sum + count, 0);
    expect(counts[0]).toBeGreaterThan(rendered.alpha.data.length / 10);
    expect(counts[255]).toBeGreaterThan(rendered.alpha.data.length / 10);
    expect(softPx).toBeGreaterThan(rendered.alpha.heightPx);
    const { headHeightSkullPx, headHeightHairPx } = rendered.drawing.truth;
    const crownPx = headHeightHairPx - headHeightSkullPx / 2;
    expect(Math.abs(crownOf(rendered) - crownPx)).toBeLessThan(1.5);
  });

  it('composes the photo from foreground, matte and backdrop exactly when noise and spill are off', async () => {
    const spec = small({ hair: 'strands', backdrop: 'busy', noiseLevels: 0 });
    const { photo, alpha, foreground, backdrop } = await renderPortrait(spec);
    const worst = photo.data.reduce((most, value, i) => {
      const share = alpha.data[(i / 3) | 0] / 255;
      return Math.max(most, Math.abs(value - (share * foreground.data[i] + (1 - share) * backdrop.data[i])));
    }, 0);
    expect(worst).toBeLessThanOrEqual(0.5);
  });

  it('spills the wall onto soft edges only', async () => {
    const spec = small({ hair: 'strands', hairColour: '#0e0b0b', backdrop: 'green', noiseLevels: 0 });
    const clean = await renderPortrait(spec);
    const spilt = await renderPortrait({ ...spec, spill: 0.5 });
    expect(Buffer.compare(clean.foreground.data, spilt.foreground.data)).toBe(0);
    const greener = { soft: 0, softPx: 0, deep: 0 };
    const { chin } = clean.drawing.truth;
    clean.alpha.data.forEach((value, i) => {
      const more = spilt.photo.data[i * 3 + 1] - clean.photo.data[i * 3 + 1];
      if (value > 60 && value < 200) {
        greener.soft += more;
        greener.softPx += 1;
      }
      const [x, y] = [i % clean.alpha.widthPx, Math.floor(i / clean.alpha.widthPx)];
      if (Math.hypot(x - chin.x, y - chin.y) < 10) greener.deep += Math.abs(more);
    });
    expect(greener.soft / greener.softPx).toBeGreaterThan(5);
    expect(greener.deep).toBe(0);
  });

  it('adds noise of the level asked for', async () => {
    const spec = small({ hair: 'bald', backdrop: '#808080' });
    const [noisy, still] = [
      await renderPortrait({ ...spec, noiseLevels: 3 }),
      await renderPortrait({ ...spec, noiseLevels: 0 }),
    ];
    const errors = Array.from(noisy.photo.data, (value, i) => value - still.photo.data[i]);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(deviation).toBeCloseTo(3, 0);
  });

  it('leaves other people out of the matte', async () => {
    const rendered = await renderPortrait(small(catalogue['two-people']));
    const { alpha } = rendered;
    const column = Math.round(alpha.widthPx * 0.85);
    const inColumn = Array.from({ length: alpha.heightPx }, (_, y) => alpha.data[y * alpha.widthPx + column]);
    expect(Math.max(...inColumn)).toBe(0);
  });
});

describe('encodeJpeg', () => {
  it('writes a JPEG of the photo', async () => {
    const { photo } = await renderPortrait(small({ hair: 'bald' }));
    const meta = await sharp(await encodeJpeg(photo)).metadata();
    expect([meta.format, meta.width, meta.height]).toEqual(['jpeg', 360, 540]);
  });
});
