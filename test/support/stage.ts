/** The two stages as the functions run them, on the real models, without storage between. */

import { peopleIn } from '../../core/find-standard.ts';
import { type PhotoOrderInput, parseOrder } from '../../core/order.ts';
import { type ComposeInput, composePhoto } from '../../functions/compose/compose.ts';
import type { ComposedFile } from '../../functions/compose/finish.ts';
import { type Networks, openNetworks } from '../../functions/matting/inference/networks.ts';
import { encodeCutout, type MatteOutput, mattePhoto } from '../../functions/matting/matte.ts';
import { mattingSettings } from '../../functions/runtime/config.ts';
import { ensureModels } from '../../layers/model/ensure.ts';

/** The functions' default settings. */
export const settings = mattingSettings.parse({});

let opened: Promise<Networks> | undefined;

/** Returns the default networks. They are opened once for all tests of the process. */
export function openTestNetworks(): Promise<Networks> {
  opened ??= ensureModels().then(({ storeDir }) => openNetworks({ modelDir: storeDir, modelId: '', threads: 0 }));
  return opened;
}

export function matte(networks: Networks, bytes: Uint8Array, input: PhotoOrderInput = {}): Promise<MatteOutput> {
  const { kind, faces, standards } = parseOrder(input);
  return mattePhoto({ bytes, kind, faces, people: peopleIn(standards), settings, networks }, () => {});
}

/** Every file of an order, composed from what matting made. */
export async function compose(made: MatteOutput, input: PhotoOrderInput): Promise<readonly ComposedFile[]> {
  const order: ComposeInput = { ...(await encodeCutout(made)), head: made.head, order: parseOrder(input) };
  const files: ComposedFile[] = [];
  for await (const file of composePhoto(order, () => {})) files.push(file);
  return files;
}
