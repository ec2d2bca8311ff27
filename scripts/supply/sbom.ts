/**
 * `npm run sbom`: writes the software bill of materials (SBOM, CycloneDX 1.5) to dist/sbom.cdx.json. It contains the
 * packages that `npm sbom` lists, and the default models, because they too are made by others.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { argv, cwd, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { Fault } from '../../core/errors.ts';
import { licenceExpression, loadManifest, type ManifestEntry } from '../../layers/model/manifest.ts';
import { projectDir, readLockfile } from './lockfile.ts';

const run = promisify(execFile);

const componentSchema = z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string().optional() });
const bomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.5'),
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema),
});

/** The parts of a bill of materials that this file reads. All other parts stay as they are. */
export type Bom = z.infer<typeof bomSchema>;

/**
 * Makes the bill from the lockfile and the manifest of the models. It needs no network and no installed package. The same
 * input gives the same bytes, so that two bills can be compared. @throws Fault `bad-config` when npm cannot make one.
 */
export async function makeBom(): Promise<Bom> {
  const parsed = bomSchema.safeParse(JSON.parse(await npmSbom()));
  if (!parsed.success) throw new Fault('bad-config', `npm sbom did not print CycloneDX 1.5: ${parsed.error.message}`);
  const { timestamp: _, ...metadata } = parsed.data.metadata as Bom['metadata'] & { timestamp?: string };
  const licences = new Map(readLockfile().packages.map((one) => [`${one.name}@${one.version}`, one.licence]));
  // npm 10 lists a package once for every place in node_modules.
  const listed = new Map(parsed.data.components.map((component) => [component['bom-ref'], component]));
  const packages = [...listed.values()].map((component) => {
    const licence = licences.get(component['bom-ref']);
    return licence && !('licenses' in component) ? { ...component, licenses: [{ expression: licence }] } : component;
  });
  const models = loadManifest().filter((model) => model.default);
  const bom = {
    ...parsed.data,
    // npm writes the name of the folder here.
    metadata: { ...metadata, component: { ...metadata.component, name: 'zerobooth', type: 'application' } },
    components: [...packages, ...models.map(modelComponent)],
  };
  return { ...bom, serialNumber: serialOf(bom) };
}

/** Returns the component of a model. `hashes` has the digest of the downloaded file, as in the manifest. */
function modelComponent(model: ManifestEntry): Bom['components'][number] {
  const { id, title, licence, terms, upstream, digest, source } = model;
  const [algorithm, content] = digest.split(':');
  const origin = source.kind === 'url' ? source.url : `pkg:npm/${source.package.replace('@', '%40')}@${source.version}`;
  return {
    'bom-ref': `model:${id}`,
    type: 'machine-learning-model',
    name: id,
    description: title,
    scope: 'required',
    licenses: terms.state === 'clear' ? [{ license: { id: licence } }] : [{ expression: licenceExpression(model) }],
    ...(terms.state !== 'clear' && { properties: [{ name: 'zerobooth:licence', value: terms.reason }] }),
    hashes: [{ alg: algorithm === 'md5' ? 'MD5' : 'SHA-256', content }],
    externalReferences: [
      { type: 'vcs', url: upstream },
      { type: 'distribution', url: origin },
    ],
  };
}

/** Returns the serial number as a UUID (RFC 9562, version 8). It is the digest of the content. */
function serialOf({ serialNumber: _, ...bom }: Bom): string {
  const hex = createHash('sha256').update(JSON.stringify(bom)).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}

async function npmSbom(): Promise<string> {
  const args = [
    'sbom',
    '--package-lock-only',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
    '--loglevel=error',
  ];
  // Under `npm run`, this variable has the path of npm's script. Running it needs no shell; npm.cmd on Windows would.
  const script = process.env.npm_execpath;
  const isNpmScript = script && /npm-cli\.c?js$/.test(script);
  const [command, rest] = isNpmScript ? [process.execPath, [script, ...args]] : ['npm', args];
  const options = { cwd: projectDir, maxBuffer: 64 * 1024 * 1024, shell: !isNpmScript && process.platform === 'win32' };
  const { stdout: text } = await run(command, rest, options).catch((cause: { stderr?: string; message: string }) => {
    throw new Fault('bad-config', `npm sbom failed: ${(cause.stderr || cause.message).trim()}`, { cause });
  });
  return text;
}

async function writeBom(): Promise<void> {
  const path = join(projectDir, 'dist', 'sbom.cdx.json');
  const bom = await makeBom();
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(bom, null, 1)}\n`);
  stdout.write(`${bom.components.length} components, CycloneDX ${bom.specVersion}: ${relative(cwd(), path)}\n`);
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) await writeBom();
