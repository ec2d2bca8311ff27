/** Drawn people with something over or beside the face: the check of it does not pass, and a bare face passes all of them. */
import { beforeAll, expect, it } from 'vitest';
import type { CheckCode } from '../../core/checks.ts';
import type { Networks } from '../../functions/matting/inference/networks.ts';
import type { PortraitSpec } from '../../portraits/portrait.ts';
import { encodeJpeg, renderPortrait } from '../../portraits/render.ts';
import { matte, openTestNetworks } from '../support/stage.ts';
import { allChecks, finish } from './check-setup.ts';

let networks: Networks;
beforeAll(async () => {
  networks = await openTestNetworks();
});

const codes: readonly CheckCode[] = ['face-covered', 'eyes-covered', 'glasses', 'head-cover', 'only-person'];

/** Returns the checks of covers that do not pass. The standard forbids glasses. */
async function covers(spec: Partial<PortraitSpec>): Promise<string[]> {
  const { photo } = await renderPortrait({ widthPx: 720, heightPx: 1080, hair: 'short', seed: 41, ...spec });
  const checks = allChecks(finish(await matte(networks, await encodeJpeg(photo)), 'us-passport'));
  return checks
    .filter(({ code, result }) => codes.includes(code) && result !== 'pass')
    .map(({ code, result }) => `${code}:${result}`);
}

it.each<[string, Partial<PortraitSpec>, string[]]>([
  ['a bare face', {}, []],
  ['a bare dark face', { skin: 'dark', hair: 'afro' }, []],
  ['a beard', { beard: true }, []],
  ['a fringe', { hair: 'bob' }, []],
  ['a mask', { mask: true }, ['face-covered:fail']],
  ['a mask on dark skin', { mask: true, skin: 'dark', hair: 'afro' }, ['face-covered:fail']],
  ['a hand', { hand: true }, ['face-covered:warn']],
  ['a hand on brown skin', { hand: true, skin: 'brown' }, ['face-covered:warn']],
  ['glasses', { glasses: true }, ['glasses:warn']],
  ['a hand beside the face', { beside: 'hand' }, ['only-person:warn']],
  ['a phone at the ear', { beside: 'phone', skin: 'dark', hair: 'afro' }, ['only-person:warn']],
  [
    'a chair that the network takes for clothes',
    { beside: 'chair', hair: 'bob', hairColour: '#20150f', backdrop: 'bright', clothingColour: '#24282c' },
    ['only-person:warn'],
  ],
  ['dark glasses', { sunglasses: true }, ['eyes-covered:fail', 'glasses:warn']],
])('%s', async (_, spec, expected) => {
  expect(await covers(spec)).toEqual(expected);
});

it('glasses are not judged where the standard allows them', async () => {
  const { photo } = await renderPortrait({ widthPx: 720, heightPx: 1080, glasses: true, seed: 41 });
  const checks = allChecks(finish(await matte(networks, await encodeJpeg(photo)), 'eu-schengen-visa'));
  expect(checks.some(({ code }) => code === 'glasses')).toBe(false);
});
