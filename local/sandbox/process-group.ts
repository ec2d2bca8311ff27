/** Kills process groups: an instance leads a group of its own, so that everything it started ends with it. */

/**
 * Kills the process group that `pid` leads. A group that has already ended is no error. Call it only while the leader is
 * not yet reaped: until then the system gives its id to no other process.
 */
export function killProcessGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
