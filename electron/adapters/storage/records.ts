import type { SessionRecord, TakeRecord, Usage } from '../../core/ports'
import { AccountSettings } from '../../../src/shared/domain/account'
import { SessionId, TakeId } from '../../../src/shared/domain/ids'
import { Certificate, TakeState } from '../../../src/shared/domain/session'
import { Show } from '../../../src/shared/domain/show'
import { WireError } from '../../../src/shared/errors'

/*
 * What was read from disk is checked before anything believes it. Members that a check does not name
 * are kept as they are: a record is never narrowed by being read.
 */

export const readShow = (read: unknown): Show => Show.parse(read)

export function readSession(read: unknown): SessionRecord {
  const record = must(read, {
    profile: 'string',
    region: 'string',
    rehearsal: 'boolean',
    startedAt: 'number',
  })
  return {
    ...(record as unknown as SessionRecord), // each member is checked above or below
    id: SessionId.parse(record['id']),
    show: readShow(record['show']),
    settings: AccountSettings.parse(record['settings']),
    certificate: Certificate.nullable().parse(record['certificate']),
  }
}

export function readTake(read: unknown): TakeRecord {
  const record = must(read, { name: 'string', inAt: 'number' })
  return {
    ...(record as unknown as TakeRecord), // each member is checked above or below
    id: TakeId.parse(record['id']),
    sessionId: SessionId.parse(record['sessionId']),
    state: TakeState.parse(record['state']),
    outPictureAgeMs: numberOrNull(record['outPictureAgeMs']),
    trouble: WireError.nullable().parse(record['trouble']),
  }
}

export function readUsage(read: unknown): Usage {
  const record = must(read, { id: 'string', kind: 'string', resource: 'string', from: 'number' })
  const usage = record as unknown as Usage // each member is checked above or below
  return {
    ...usage,
    sessionId: SessionId.parse(record['sessionId']),
    lastSeenAt: numberOrNull(record['lastSeenAt']) ?? usage.to ?? usage.from,
  }
}

/** A member that records had not from the beginning. */
const numberOrNull = (read: unknown): number | null => (typeof read === 'number' ? read : null)

type Types = Readonly<Record<string, 'string' | 'number' | 'boolean'>>

function must(read: unknown, types: Types): Readonly<Record<string, unknown>> {
  if (typeof read !== 'object' || read === null) throw new TypeError('it is not a record')
  const record = read as Readonly<Record<string, unknown>>
  for (const [name, type] of Object.entries(types)) {
    if (typeof record[name] !== type) throw new TypeError(`${name} is not a ${type}`)
  }
  return record
}
