/**
 * When a mark lies, in AWS's time (epoch ms): at the picture the operator saw, which is older than the
 * click by its age on screen, where that is known. Nothing was recorded before `notBefore`: the start
 * of the airing for a first mark, the first mark for a second. Pure.
 */
export const markAt = (awsNow: number, pictureAgeMs: number | null, notBefore: number): number =>
  Math.round(Math.max(notBefore, awsNow - Math.max(0, pictureAgeMs ?? 0)))
