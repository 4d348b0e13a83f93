import type { Readable } from 'node:stream'
import { AwsFault } from './aws'

export const mebibyte = 1024 * 1024

/**
 * A whole body of at most `maxBytes`. What is more is read and thrown away before it is refused:
 * a client that still sends when the connection closes never sees the refusal.
 */
export async function readBody(stream: Readable, maxBytes = mebibyte): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array) // a request without an encoding yields bytes only
    size += bytes.length
    if (size <= maxBytes) chunks.push(bytes)
    else chunks.length = 0
  }
  if (size > maxBytes) {
    throw new AwsFault(413, 'RequestEntityTooLargeException', 'The request body is too large')
  }
  return Buffer.concat(chunks)
}
