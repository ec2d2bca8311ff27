/** Names of the event that says that a photo is settled: it is finished, rejected, or has failed for good. */

/** `source` and `detail-type` of the EventBridge event. Its `detail.bucket` is the results bucket of the studio. */
export const settledEvent = { source: 'zerobooth', detailType: 'PhotoSettled' } as const;
