import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, longest first; the others follow by folder. */
const longest = [
  'test/e2e/faults.test.ts',
  'test/e2e/page-special-cases.test.ts',
  'test/e2e/page-photo.test.ts',
  'test/handler/bench/fuzz.test.ts',
  'test/e2e/',
  'test/golden/',
  'test/handler/',
  'test/infra/',
];

/** Orders the files so that both workers end at about the same time. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((start) => relative(process.cwd(), moduleId).startsWith(start));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
