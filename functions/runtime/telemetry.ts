/** Switches off onnxruntime's telemetry for this process. It must run before the library loads: the library reads the switch once. */
export function silenceOnnxRuntime(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1';
}
