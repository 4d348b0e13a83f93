import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const LARGEST_OUTPUT_BYTES = 64 * 2 ** 20

/** Whether ffmpeg and ffprobe can be called; a suite that must do without says so. */
export function hasFfmpeg(): boolean {
  const found = ['ffmpeg', 'ffprobe'].every((tool) => spawnSync(tool, ['-version']).status === 0)
  if (!found) console.warn('ffmpeg or ffprobe is missing: nothing from outside looks at the HLS.')
  return found
}

/** Runs ffmpeg quietly and returns what it complained about. */
export async function ffmpeg(...args: readonly string[]): Promise<string> {
  const quiet = ['-v', 'warning', '-y', '-nostdin', ...args]
  const { stderr } = await run('ffmpeg', quiet, { maxBuffer: LARGEST_OUTPUT_BYTES })
  return stderr
}

/** What a full decode of a file or playlist complains about: nothing, if all is well. */
export const decodeComplaints = (input: string): Promise<string> =>
  ffmpeg('-i', input, '-f', 'null', '-')

export interface ProbedPacket {
  readonly codec_type: 'video' | 'audio'
  readonly pts_time: string
  readonly dts_time: string
  readonly flags: string
}

interface Probe {
  readonly packets: readonly ProbedPacket[]
  readonly streams: readonly Readonly<Record<string, unknown>>[]
  readonly format: Readonly<Record<string, unknown>>
}

/** Everything ffprobe sees in a file or playlist. */
export async function probe(input: string): Promise<Probe> {
  const args = [
    '-v',
    'error',
    '-show_packets',
    '-show_streams',
    '-show_format',
    '-of',
    'json',
    input,
  ]
  const { stdout } = await run('ffprobe', args, { maxBuffer: LARGEST_OUTPUT_BYTES })
  return JSON.parse(stdout)
}

export const countOf = (packets: readonly ProbedPacket[], kind: 'video' | 'audio'): number =>
  packets.filter((packet) => packet.codec_type === kind).length
