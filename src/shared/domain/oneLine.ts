import { z } from 'zod'

/**
 * What stands on one line: pasted line breaks, tabs and other control characters become a blank, and
 * half a character (a lone surrogate, which no file could hold) becomes a mark.
 */
export const oneLine = () =>
  z
    .string()
    .overwrite((text) => text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '))
    .trim()
