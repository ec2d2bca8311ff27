/** Describes the machine of a run. Times depend on it and on other work, so every report contains it. */
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';

export interface MachineFacts {
  readonly cpuModel: string;
  readonly cpus: number;
  readonly memoryMb: number;
  readonly platform: string;
  readonly node: string;
  readonly onnxruntime: string;
  readonly sharp: string;
  /** UTC day. */
  readonly day: string;
  /** The load average of the last minute, before and after. A value above the bench's own processes means other work. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** @returns a function that completes the facts when the bench is over. */
export function watchMachine(): () => MachineFacts {
  const [loadBefore] = loadavg();
  return () => ({
    cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
    cpus: availableParallelism(),
    memoryMb: Math.round(totalmem() / 2 ** 20),
    platform: `${platform()}-${arch()}`,
    node: process.versions.node,
    onnxruntime: versionOf('onnxruntime-node'),
    sharp: versionOf('sharp'),
    day: new Date().toISOString().slice(0, 10),
    loadBefore,
    loadAfter: loadavg()[0],
  });
}

/** The installed version, read from its package: loading the library would start it. */
function versionOf(name: string): string {
  const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return version;
}

export function describeMachine(facts: MachineFacts): string {
  const {
    cpuModel,
    cpus: count,
    memoryMb,
    platform: system,
    node,
    onnxruntime,
    sharp,
    day,
    loadBefore,
    loadAfter,
  } = facts;
  return [
    `${count} CPUs (${cpuModel}), ${memoryMb} MB, ${system}`,
    `Node ${node}, onnxruntime ${onnxruntime}, sharp ${sharp}`,
    `load average ${loadBefore.toFixed(2)} before, ${loadAfter.toFixed(2)} after`,
    day,
  ].join('; ');
}

/** Returns a remark for the report when the machine had other work. @param busyBefore its load average before the bench. */
export function busyRemarks(busyBefore: number): readonly string[] {
  const count = availableParallelism();
  if (busyBefore <= count / 2) return [];
  const load = `load average ${busyBefore.toFixed(1)} on ${count} CPUs before the run`;
  return [`The machine was busy with other work (${load}): the times measured here are longer than at rest.`];
}
