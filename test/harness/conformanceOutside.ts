import { existsSync } from 'node:fs'
import { rehearsalKeys, type Place } from './conformanceDriver'

/*
 * Debian's own: they speak with botocore's models, not with those of the JavaScript SDK.
 */

/** awscli, which is a program of Python: its code is run, but not by its script. */
export const awscli = '/usr/bin/aws'
export const python = '/usr/bin/python3'

/** Says so where a tool is missing, because then nothing is proven. */
export function isInstalled(tool: string): boolean {
  const isThere = existsSync(tool)
  if (!isThere) console.warn(`${tool} is not installed: its conformance flows are skipped`)
  return isThere
}

/** Against a simulator nothing of this machine's own AWS settings; against AWS, all of them. */
export function outsideEnvironment({ endpoint, region }: Place): NodeJS.ProcessEnv {
  const own = { AWS_DEFAULT_REGION: region, AWS_PAGER: '', AWS_MAX_ATTEMPTS: '1' }
  if (endpoint === undefined) return { ...process.env, ...own }
  return {
    ...own,
    PATH: '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: rehearsalKeys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: rehearsalKeys.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}
