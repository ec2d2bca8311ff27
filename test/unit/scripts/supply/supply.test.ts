/** The packages that the project uses: exact versions, checked digests, allowed licences, and no install scripts. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultModels, loadManifest } from '../../../../layers/model/manifest.ts';
import { isAllowed, listLicensed, readRules } from '../../../../scripts/supply/licences.ts';
import { type Lockfile, parseLockfile, projectDir, readLockfile } from '../../../../scripts/supply/lockfile.ts';
import { type Bom, makeBom } from '../../../../scripts/supply/sbom.ts';

const { requested, packages } = readLockfile();
const rules = readRules();
const textOf = (...path: string[]) => readFileSync(join(projectDir, ...path), 'utf8');
const named = (found: Lockfile['packages']) => found.map(({ name, version }) => `${name}@${version}`);

describe('the lockfile', () => {
  test('matches package.json, which names exact versions only', () => {
    const { dependencies, devDependencies } = JSON.parse(textOf('package.json'));
    expect(requested).toEqual({ ...dependencies, ...devDependencies });
    for (const [name, version] of Object.entries(requested)) expect(`${name}@${version}`).toMatch(/@\d+\.\d+\.\d+$/);
    const top = new Map(packages.map(({ path, version }) => [path, version]));
    for (const [name, version] of Object.entries(requested)) expect(top.get(`node_modules/${name}`)).toBe(version);
  });

  test('has no field that npm 10 removes or that one registry alone knows, so that npm 10 and 11 leave it as it is', () => {
    // npm 10 has no `libc`; npm 11 writes it for packages that are added, and leaves a file without it alone.
    expect(textOf('package-lock.json')).not.toMatch(/"(libc|resolved)":/);
  });

  test('pins every package that a function or command uses by sha512', () => {
    const running = packages.filter(({ isTool }) => !isTool);
    expect(running.length).toBeGreaterThan(50);
    // The code of the last three is in bundles.
    const names = running.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['sharp', 'zod', '@aws-sdk/client-s3', '@smithy/types', 'preact']));
    expect(names).not.toContain('vitest');
    expect(named(running.filter(({ integrity }) => !integrity?.startsWith('sha512-')))).toEqual([]);
  });

  test('leaves only packages inside a pinned one and tools for other platforms without a digest', () => {
    const unpinned = packages.filter(({ integrity }) => integrity === null);
    expect(named(unpinned.filter((one) => !one.isBundled && !(one.isTool && one.isPlatformPart)))).toEqual([]);
  });

  test('names no registry', () => {
    expect(packages.filter(({ resolved }) => resolved !== null)).toEqual([]);
  });

  test('of another version is rejected', () => {
    expect(() => parseLockfile('{"lockfileVersion":1,"dependencies":{}}')).toThrow(/version 3/);
  });
});

describe('install scripts', () => {
  test('are switched off, and the project has none', () => {
    expect(textOf('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'dependencies'];
    expect(hooks.filter((hook) => hook in scripts)).toEqual([]);
  });

  test('are not needed: the packages that have one work without it', () => {
    // The script of esbuild checks its binary, which is a package. That of onnxruntime-node fetches CUDA, which is not used.
    const known = ['esbuild', 'fsevents', 'onnxruntime-node'];
    const having = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    expect(having.filter((name) => !known.includes(name))).toEqual([]);
    const version = execFileSync(join(projectDir, 'node_modules', '.bin', 'esbuild'), ['--version'], {
      encoding: 'utf8',
    });
    expect(version.trim()).toBe(requested.esbuild);
    const binding = ['bin', 'napi-v6', process.platform, process.arch, 'onnxruntime_binding.node'];
    expect(existsSync(join(projectDir, 'node_modules', 'onnxruntime-node', ...binding))).toBe(true);
  });
});

describe('licences', () => {
  test('of every package and default model are allowed', () => {
    const all = listLicensed();
    expect(all.filter((one) => !isAllowed(one, rules))).toEqual([]);
    expect(all.filter(({ kind }) => kind === 'model')).toHaveLength(defaultModels(loadManifest()).length);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['runs', 'tool', 'model']));
  });

  test.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['MIT AND GPL-3.0-or-later', false],
    ['Apache-2.0 AND MIT', true],
    ['GPL-3.0-or-later', false],
    ['AGPL-3.0-only', false],
    ['LGPL-3.0-or-later', false],
    ['MIT WITH Classpath-exception-2.0', false],
    ['Apache-2.0+', false],
    ['Apache-2.0 AND LicenseRef-unclear', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['UNLICENSED', false],
    ['', false],
    [null, false],
  ])('%s: allowed %s', (licence, allowed) => {
    expect(isAllowed({ name: 'some-package', licence }, rules)).toBe(allowed);
  });

  test('an exception is valid for the packages that it names only', () => {
    expect(isAllowed({ name: '@img/sharp-libvips-linux-x64', licence: 'LGPL-3.0-or-later' }, rules)).toBe(true);
    expect(isAllowed({ name: '@img/sharp-libvips-linux-x64', licence: 'GPL-3.0-or-later' }, rules)).toBe(false);
    expect(isAllowed({ name: 'libheif-js-too', licence: 'LGPL-3.0' }, rules)).toBe(false);
  });

  test('every exception names a package or a default model that is used', () => {
    const names = [...packages.map(({ name }) => name), ...defaultModels(loadManifest()).map(({ id }) => id)];
    const patterns = rules.exceptions.flatMap((one) => one.packages);
    const isMet = (pattern: string) => names.some((name) => name.startsWith(pattern.replace(/\*$/, '')));
    expect(patterns.filter((pattern) => !isMet(pattern))).toEqual([]);
  });
});

describe('the bill of materials', () => {
  let bom: Bom;
  beforeAll(async () => {
    bom = await makeBom();
  });

  test('names every package of the lockfile and every default model, each once, with its licence', () => {
    const refs = bom.components.map((component) => component['bom-ref']);
    const models = defaultModels(loadManifest()).map(({ id }) => `model:${id}`);
    const wanted = [...new Set(named(packages)), ...models];
    expect([...refs].sort()).toEqual(wanted.sort());
    expect(bom.components.filter(({ licenses }) => !Array.isArray(licenses) || licenses.length === 0)).toEqual([]);
  });

  test('states the licence of a model that is unclear, with the reason', () => {
    const isnet = bom.components.find((component) => component['bom-ref'] === 'model:isnet-general-int8');
    expect(isnet).toMatchObject({
      licenses: [{ expression: 'LicenseRef-unclear' }],
      properties: [{ name: 'zerobooth:licence', value: expect.stringContaining('say nothing on the weights') }],
    });
  });

  test('contains the digest of each package and model', () => {
    const byRef = new Map(
      bom.components.map((one) => [one['bom-ref'], one.hashes as { alg: string; content: string }[]]),
    );
    const hashOf = (ref: string) => byRef.get(ref)?.[0];
    const sharp = packages.find(({ name }) => name === 'sharp');
    const content = Buffer.from(sharp?.integrity?.slice('sha512-'.length) ?? '', 'base64').toString('hex');
    expect(hashOf(`sharp@${sharp?.version}`)).toEqual({ alg: 'SHA-512', content });
    for (const { id, digest } of defaultModels(loadManifest())) {
      expect(hashOf(`model:${id}`)).toEqual({ alg: 'SHA-256', content: digest.replace('sha256:', '') });
    }
  });

  test('is always the same, and contains no path of the machine', async () => {
    const again = await makeBom();
    expect(again).toEqual(bom);
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(JSON.stringify(bom)).not.toContain(projectDir);
  });
});
