/** The limits of pose and light that the checks of a photo and the hints of the page's camera have in common. */

/** The distance of the eyes, px of the upload. ICAO TR Portrait Quality table 5 requires 90; ISO/IEC 19794-5:2011 advises 120. */
export const eyeDistanceLimits = { requiredPx: 90, advisedPx: 120 } as const;

/**
 * ICAO requires at most 5 degrees. For drawn frontal faces, yaw is within 2 degrees of zero and pitch within 7, because
 * the depth of landmarks is only estimated. An open mouth and a broad smile look like a raised chin: real people who hold
 * the head level measure up to 11.4 degrees up, bowed heads 9 down and more. So pitch warns later, most of all upwards.
 */
export const turnLimits = { yaw: { min: -5, max: 5 }, pitch: { min: -8, max: 12 } } as const;

/**
 * The mean luminance of the skin, 0..1. ISO/IEC 29794-5 gives score 50 at 0.2 and 0.8. But on drawn portraits, well lit dark
 * skin measures 0.07 and brown skin 0.16. So the lower limit is a value that is too dark for skin of any colour.
 */
export const luminanceLimits = { min: 0.05, max: 0.8 } as const;

/** The least light of the darker cheek as a share of the brighter one, in each colour (ICAO TR Portrait Quality, restated). */
export const leastLightBalance = 0.5;

/** A face whose side is below this share of the largest face is not counted as a second person: a passer-by, or a picture on a wall. */
export const bystanderShare = 0.3;
