/** A process that makes the toy model ready: `ensure-toy.ts STORE URL`. It prints the models in models.json. */
import { ensureModels } from '../../layers/model/ensure.ts';
import { toyManifestEntry } from './toy-model.ts';

const [, , storeDir, url] = process.argv;
const { models } = await ensureModels({ storeDir, manifest: [toyManifestEntry(url)], ids: ['toy-u2net'] });
process.stdout.write(JSON.stringify(models));
