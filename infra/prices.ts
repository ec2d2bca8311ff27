/** What AWS asks for, as far as the stack itself needs to know: the spend alarm turns run time into money. */

export type FunctionArchitecture = 'x86_64' | 'arm64';

/** USD for one GB-second (1 GB = 1,024 MB), us-east-1, first tier: AWS Lambda pricing, read 2026-11-20. */
export const usdPerGbSecond: Readonly<Record<FunctionArchitecture, number>> = {
  x86_64: 0.0000166667,
  arm64: 0.0000133334,
};
