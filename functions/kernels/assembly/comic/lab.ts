/**
 * CIELAB pixels of the comic kernels: L*, a* and b* times 64, and the opacity 0..255, each a 16-bit number. Also the tables of
 * the conversions.
 */
import { take } from '../memory';

const units: f32 = 64;

/** @returns L*, a*, b* and the opacity as floats. */
export function loadLab(at: usize): v128 {
  const whole = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(v128.load64_zero(at)));
  return f32x4.mul(whole, f32x4(1 / units, 1 / units, 1 / units, 1));
}

export function storeLab(at: usize, lab: v128): void {
  const whole = f32x4.nearest(f32x4.mul(lab, f32x4(units, units, units, 1)));
  const words = i32x4.trunc_sat_f32x4_s(whole);
  v128.store64_lane(at, i16x8.narrow_i32x4_s(words, words), 0);
}

/** @returns L* of a pixel. */
export function lightnessAt(at: usize): f32 {
  return <f32>load<i16>(at) * (1 / units);
}

/** @returns a table of the linear light of each sRGB value, floats 0..1. */
export function linearTable(): usize {
  const table = take(256 << 2);
  for (let i = 0; i < 256; i++) {
    const value = <f64>i / 255;
    const linear = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    store<f32>(table + (i << 2), <f32>linear);
  }
  return table;
}

const rootSteps: i32 = 4096;

/** @returns a table of the curve of CIELAB over 0..1. */
export function rootTable(): usize {
  const table = take((rootSteps + 2) << 2);
  for (let i = 0; i < rootSteps + 2; i++) {
    const light = <f64>i / <f64>rootSteps;
    store<f32>(table + (i << 2), <f32>(light > 0.008856 ? Math.cbrt(light) : 7.787 * light + 16.0 / 116));
  }
  return table;
}

export function rootOf(table: usize, light: f32): f32 {
  const place = min<f32>(<f32>rootSteps, max<f32>(0, light * <f32>rootSteps));
  const below = <i32>place;
  const at = table + (below << 2);
  const low = load<f32>(at);
  return low + (load<f32>(at, 4) - low) * (place - <f32>below);
}

const codeSteps: i32 = 4096;

/** @returns a table of the sRGB value of linear light 0..1, a byte each. */
export function codeTable(): usize {
  const table = take(codeSteps + 1);
  for (let i = 0; i <= codeSteps; i++) {
    const light = <f64>i / <f64>codeSteps;
    const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    store<u8>(table + i, <u8>(value * 255 + 0.5));
  }
  return table;
}

/** Writes red, green and blue of a CIELAB colour; colours outside sRGB are clipped. */
export function storeRgb(at: usize, lightness: f32, a: f32, b: f32, codes: usize): void {
  const fy = (lightness + 16) * (1 / 116.0);
  const x: f32 = 0.9505 * lightOf(fy + a * (1 / 500.0));
  const y = lightOf(fy);
  const z: f32 = 1.089 * lightOf(fy - b * (1 / 200.0));
  store<u8>(at, codeOf(codes, 3.2406 * x - 1.5372 * y - 0.4986 * z));
  store<u8>(at, codeOf(codes, -0.9689 * x + 1.8758 * y + 0.0415 * z), 1);
  store<u8>(at, codeOf(codes, 0.0557 * x - 0.204 * y + 1.057 * z), 2);
}

function lightOf(root: f32): f32 {
  return root > 0.2068966 ? root * root * root : (root - <f32>(16.0 / 116)) * <f32>(1 / 7.787);
}

function codeOf(table: usize, light: f32): u8 {
  const place = min<f32>(1, max<f32>(0, light)) * <f32>codeSteps + 0.5;
  return load<u8>(table + <usize>(<i32>place));
}
