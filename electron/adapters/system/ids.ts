import { randomBytes, randomUUID } from 'node:crypto'
import type { Ids } from '../../core/ports'

/** 32 letters, so that each carries five whole bits; none that is read for another (0 o, 1 l). */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
const nameLength = 26

/** Ids from the machine's source of randomness: UUIDs, and stream names of 130 bits. */
export const systemIds: Ids = { next: () => randomUUID(), unguessable }

function unguessable(): string {
  return [...randomBytes(nameLength)].map((byte) => letters[byte % letters.length]).join('')
}
