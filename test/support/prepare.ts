/** Runs once before all suites. */
export async function setup(): Promise<void> {}
