/** Compares the state of the project with what a published version needs. */

export interface ReleaseState {
  /** The version in package.json. */
  readonly version: string;
  /** The text of CHANGELOG.md. */
  readonly changelog: string;
  /** True when git has no changes that are not committed. */
  readonly isClean: boolean;
  /** The tags of the commit. */
  readonly tags: readonly string[];
}

/** Returns one sentence for each thing that must be done before the version can be published. */
export function obstaclesOf({ version, changelog, isClean, tags }: ReleaseState): readonly string[] {
  const [, newest, date] = /^## \[([^\]]+)\] - (.+)$/m.exec(changelog) ?? [];
  const isDated = /^\d{4}-\d{2}-\d{2}$/.test(date ?? '');
  return [
    newest === version
      ? ''
      : `package.json has version ${version}; the newest one of CHANGELOG.md is ${newest ?? 'none'}`,
    isDated ? '' : `CHANGELOG.md has no date for ${newest ?? 'its newest version'}, but ${JSON.stringify(date ?? '')}`,
    isClean ? '' : 'there are changes that are not committed',
    tags.includes(`v${version}`) ? '' : `the commit has no tag v${version}`,
  ].filter(Boolean);
}
