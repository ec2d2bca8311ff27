import { describe, expect, it } from 'vitest';
import { defaultMemoryBudgetMb } from '../../../../local/sandbox/quota.ts';
import { sizesFor } from '../../../../local/studio/sizes.ts';

const forMemory = (memoryMb: number, cpus: number) => {
  const budgetMb = defaultMemoryBudgetMb({ memoryMb });
  const { matting, compose, api, concurrency } = sizesFor(budgetMb, cpus);
  return { budgetMb, mb: [matting.memoryMb, compose.memoryMb, api.memoryMb], concurrency, matting, compose, api };
};

describe.each([0.5, 1, 1.5, 2, 4, 64])('with %d CPUs', (cpus) => {
  it('gives the least sizes in 512 MB, of which matting and the API fit in at once', () => {
    const { budgetMb, mb, concurrency } = forMemory(512, cpus);
    expect(mb).toEqual([256, 192, 112]);
    expect(concurrency).toBe(1);
    expect(mb[0] + mb[2]).toBeLessThanOrEqual(budgetMb);
  });

  it('fits one instance of each function into any memory from 720 MB on, and every matting instance with its compose', () => {
    for (let memoryMb = 720; memoryMb <= 65_536; memoryMb += 16) {
      const { budgetMb, mb, concurrency } = forMemory(memoryMb, cpus);
      expect(concurrency * (mb[0] + mb[1]) + mb[2]).toBeLessThanOrEqual(budgetMb);
      expect(concurrency).toBeLessThanOrEqual(Math.max(1, cpus / 2));
    }
  });

  it('gives no function more CPU time than there is', () => {
    const { matting, compose, api } = forMemory(8192, cpus);
    for (const { cpuShare } of [matting, compose, api]) expect(cpuShare).toBeLessThanOrEqual(cpus);
  });
});

it('shares out 2 GB and 1.5 CPUs', () => {
  expect(forMemory(2048, 1.5)).toMatchObject({ mb: [1093, 273, 136], concurrency: 1, matting: { cpuShare: 1.5 } });
});

it('gives the usual sizes on a usual machine', () => {
  expect(forMemory(24_106, 2)).toMatchObject({ mb: [2048, 512, 256], concurrency: 1 });
  expect(forMemory(8192, 4)).toMatchObject({ mb: [2048, 512, 256], concurrency: 2 });
});

it('gives a large machine an instance for every two CPUs, unless the memory is short', () => {
  expect(forMemory(131_072, 64)).toMatchObject({ mb: [2048, 512, 256], concurrency: 32 });
  expect(forMemory(8192, 64)).toMatchObject({ concurrency: 4 });
  expect(forMemory(8192, 64).mb[0]).toBeGreaterThanOrEqual(1024);
});

it('shares the memory among the instances that were asked for', () => {
  expect(sizesFor(4000, 2, 4)).toMatchObject({
    concurrency: 4,
    matting: { memoryMb: 680 },
    compose: { memoryMb: 192 },
  });
});
