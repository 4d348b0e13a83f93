import { dollars } from '../../../src/shared/domain/money'
import type { Certificate } from '../../../src/shared/domain/session'
import type { SessionRecord } from '../ports'

/** A certificate as a file: `text` for people, `json` for programs. */
export interface CertificateFile {
  readonly fileName: string
  readonly text: string
  readonly json: string
}

/** The same facts in both forms; times in UTC, so that anybody reads the same. Pure. */
export function certificateFile(
  { id, show, region, rehearsal, profile }: SessionRecord,
  certificate: Certificate,
): CertificateFile {
  const { asked, leftovers, keptRecordings, totalMicros, issuedAt } = certificate
  const facts = { show: show.name, region, profile, rehearsal, ...certificate }
  const lines = [
    'TALLYLIGHT: ALL-OFF CERTIFICATE',
    ...(rehearsal ? ['Of a rehearsal: the AWS asked is the simulator on this machine.'] : []),
    '',
    `Show       ${show.name}`,
    `Session    ${id}`,
    `Region     ${region}`,
    `Profile    ${profile}`,
    `Issued     ${iso(issuedAt)}`,
    `Cost       ${dollars(totalMicros, 'en-US')}`,
    '',
    leftovers.length === 0 ? 'Nothing of this session is left in AWS.' : 'STILL THERE:',
    ...leftovers.map(({ kind, id: left, state }) => `  ${kind} ${left} ${state}`),
    '',
    'What AWS was asked, after the last thing was deleted (found: of everybody’s in the region):',
    ...asked.map(
      ({ what, found, askedAt, requestId }) =>
        `  ${iso(askedAt)}  ${what}: ${found} found  request ${requestId}`,
    ),
    '',
    'Recordings kept:',
    ...(keptRecordings.length === 0 ? ['  none'] : keptRecordings.map((path) => `  ${path}`)),
  ]
  return {
    fileName: `certificate-${id}`,
    text: `${lines.join('\n')}\n`,
    json: `${JSON.stringify(facts, null, 2)}\n`,
  }
}

const iso = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
