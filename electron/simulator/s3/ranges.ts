import { S3Fault } from './fault'

/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * The part of an object a Range header asks for; undefined means all of it. S3 ignores headers it
 * cannot read and lists of several ranges, and answers 416 when no byte is left to send.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const spec = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!spec || (spec[1] === '' && spec[2] === '')) return undefined
  const from = spec[1] ?? ''
  const to = spec[2] ?? ''
  if (from === '') return suffix(Number(to), size, header ?? '')
  if (to !== '' && Number(to) < Number(from)) return undefined
  if (Number(from) >= size) throw unsatisfiable(header ?? '', size)
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}

function suffix(length: number, size: number, header: string): ByteRange {
  if (length === 0 || size === 0) throw unsatisfiable(header, size)
  return { first: Math.max(0, size - length), last: size - 1 }
}

const unsatisfiable = (header: string, size: number) =>
  new S3Fault(
    'InvalidRange',
    'The requested range is not satisfiable',
    { RangeRequested: header, ActualObjectSize: String(size) },
    { 'content-range': `bytes */${size}` },
  )
