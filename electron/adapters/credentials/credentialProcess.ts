import { type ChildProcess, spawn } from 'node:child_process'
import { z } from 'zod'
import { operatorError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import type { AwsCredentials } from '../aws/clients'

export interface ProcessOptions {
  readonly profile: string
  /** As it stands in the profile: one line for the shell. */
  readonly command: string
  readonly now: () => number
  /** Ends the wait; the program is then killed, with all it started. */
  readonly signal: AbortSignal
}

/** What a credential_process prints (AWS SDKs reference guide, "Process credential provider"). */
const Printed = z.object({
  Version: z.literal(1),
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  SessionToken: z.string().optional(),
  Expiration: z.iso.datetime({ offset: true }).optional(),
})

/** More than any credentials need. */
const longestOutput = 64 * 1024

/**
 * Runs the credential_process of a profile. The SDK would wait for it without end. What it prints is
 * secret: neither standard output nor standard error is ever repeated.
 */
export async function runCredentialProcess(options: ProcessOptions): Promise<AwsCredentials> {
  const { profile, now } = options
  const failed = (how: string) => operatorError(sentences.processFailed(profile, how))
  const { code, output } = await finished(options)
  if (code !== 0) throw failed(code === null ? 'was ended from outside' : `ended with code ${code}`)
  const printed = Printed.safeParse(jsonOf(output))
  if (!printed.success) throw failed('did not print credentials in the form of version 1')
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = printed.data
  const expiration = Expiration === undefined ? undefined : new Date(Expiration)
  if (expiration && expiration.getTime() <= now())
    throw failed('printed credentials that have expired')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
    ...(expiration === undefined ? {} : { expiration }),
  }
}

interface Finished {
  readonly code: number | null
  readonly output: string
}

function finished({ command, signal }: ProcessOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      // A group of its own, so that what the shell started is killed with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunks.reduce((sum, each) => sum + each.length, 0) < longestOutput) chunks.push(chunk)
    })
    const abort = () => {
      kill(child)
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    child.once('error', reject)
    child.once('close', (code) => {
      signal.removeEventListener('abort', abort)
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') })
    })
  })
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
    else child.kill()
  } catch {
    // It ended in the same moment.
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
