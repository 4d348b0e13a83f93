import { OperatorError, operatorError, type Sentence } from '../../../src/shared/errors'
import { storageSentences } from './sentences'

/** SQLite's primary result codes (sqlite.org/rescode.html); the extended ones carry them in the low byte. */
const bySqliteCode: Readonly<Record<number, Sentence>> = {
  5: storageSentences.busy, // SQLITE_BUSY
  6: storageSentences.busy, // SQLITE_LOCKED
  8: storageSentences.readonly, // SQLITE_READONLY
  10: storageSentences.broken, // SQLITE_IOERR, EFBIG among others
  11: storageSentences.damaged, // SQLITE_CORRUPT
  13: storageSentences.full, // SQLITE_FULL
  14: storageSentences.readonly, // SQLITE_CANTOPEN
  26: storageSentences.damaged, // SQLITE_NOTADB
}

const bySystemCode: Readonly<Record<string, Sentence>> = {
  ENOSPC: storageSentences.full,
  EDQUOT: storageSentences.full,
  EFBIG: storageSentences.broken,
  EIO: storageSentences.broken,
  EACCES: storageSentences.readonly,
  EPERM: storageSentences.readonly,
  EROFS: storageSentences.readonly,
}

/** Puts an error of SQLite or of the file system into words; what it does not know comes back as it is. */
export function inWords(thrown: unknown): unknown {
  if (thrown instanceof OperatorError || !(thrown instanceof Error)) return thrown
  const sentence = sentenceOf(thrown)
  return sentence ? operatorError(sentence, { cause: thrown }) : thrown
}

/** Does the work; its errors leave in words. */
export function worded<T>(work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw inWords(thrown)
  }
}

/** True where the file itself is at fault, and a copy of it would not be. */
export const isDamage = (thrown: unknown): boolean => {
  const code = primaryCode(thrown)
  return code === 11 || code === 26
}

export const isBusy = (thrown: unknown): boolean => primaryCode(thrown) === 5

function sentenceOf(error: Error): Sentence | undefined {
  const sqlite = primaryCode(error)
  if (sqlite !== undefined) return bySqliteCode[sqlite]
  return 'code' in error && typeof error.code === 'string' ? bySystemCode[error.code] : undefined
}

function primaryCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return undefined
  return typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : undefined
}
