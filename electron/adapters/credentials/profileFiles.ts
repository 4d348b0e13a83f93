import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader'
import { operatorError, type Sentence, type WireError } from '../../../src/shared/errors'
import { sentences } from '../../../src/shared/sentences'
import { type IniFile, mistakeIn } from './iniMistakes'

/** One section of the AWS files, as the SDK reads it. */
export type Section = Readonly<Record<string, string | undefined>>
export type Sections = ReadonlyMap<string, Section>

/** Both AWS files together, the way the SDK merges them. */
export interface ProfileFiles {
  readonly profiles: Sections
  readonly ssoSessions: Sections
  /** What is wrong with a file as a whole; the rest is listed all the same. */
  readonly troubles: readonly WireError[]
}

const ssoPrefix = 'sso-session.'
const servicesPrefix = 'services.'

/** Reads both files anew, so that what the operator has just mended is seen. Never rejects. */
export async function readProfileFiles(): Promise<ProfileFiles> {
  const troubles = await Promise.all([troubleIn('config'), troubleIn('credentials')])
  // The SDK reads what it signs in with; our own reading only finds out what it leaves out in silence.
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true })
  const fromConfig = Object.entries(configFile)
  const isProfile = ([name]: readonly [string, unknown]) =>
    !name.startsWith(ssoPrefix) && !name.startsWith(servicesPrefix)
  return {
    profiles: merged([...fromConfig.filter(isProfile), ...Object.entries(credentialsFile)]),
    ssoSessions: merged(
      fromConfig
        .filter(([name]) => name.startsWith(ssoPrefix))
        .map(([name, section]) => [name.slice(ssoPrefix.length), section] as const),
    ),
    troubles: troubles.flatMap((trouble) => (trouble ? [operatorError(trouble).wire] : [])),
  }
}

/** A profile may have one half of its settings in each file; the credentials file wins. */
function merged(entries: readonly (readonly [string, Section])[]): Sections {
  const all = new Map<string, Section>()
  for (const [name, section] of entries) all.set(name, { ...all.get(name), ...section })
  return all
}

async function troubleIn(kind: IniFile): Promise<Sentence | undefined> {
  const path = pathOf(kind)
  try {
    const mistake = mistakeIn(await readFile(path, 'utf8'), kind)
    return mistake && sentences.awsFileBroken(shown(path), mistake.line, mistake.why)
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    // Most machines lack one of the two.
    if (code === 'ENOENT') return undefined
    return sentences.awsFileUnreadable(shown(path), reasons[code] ?? `The system says ${code}.`)
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'This user may not read it.',
  EPERM: 'This user may not read it.',
  EISDIR: 'It is a folder, not a file.',
}

/** The same rules as the SDK's: the environment first, then the home folder. */
function pathOf(kind: IniFile): string {
  const variable = kind === 'config' ? 'AWS_CONFIG_FILE' : 'AWS_SHARED_CREDENTIALS_FILE'
  return process.env[variable] || join(home(), '.aws', kind)
}

export const home = (): string => process.env['HOME'] || process.env['USERPROFILE'] || homedir()

const shown = (path: string) => (path.startsWith(home()) ? `~${path.slice(home().length)}` : path)
