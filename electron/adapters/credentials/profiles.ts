import { type ProfileView, REHEARSAL } from '../../../src/shared/domain/account'
import { operatorError, type WireError } from '../../../src/shared/errors'
import { readProfileFiles } from './profileFiles'
import { kindOf } from './profileKind'
import { troubleOf } from './profileTrouble'

export interface ListedProfiles {
  /** In alphabetical order, `default` first. */
  readonly profiles: readonly ProfileView[]
  /** Mistakes of a whole file. */
  readonly troubles: readonly WireError[]
}

/** Every profile of the AWS config and credentials files, whether it can work or not. Never rejects. */
export async function listProfiles(now: number): Promise<ListedProfiles> {
  const files = await readProfileFiles()
  const names = [...files.profiles.keys()].filter((name) => name !== REHEARSAL).sort(defaultFirst)
  const profiles = names.map(async (name): Promise<ProfileView> => {
    const section = files.profiles.get(name) ?? {}
    const trouble = await troubleOf(name, files, now)
    return {
      name,
      kind: kindOf(section),
      region: section['region'] ?? null,
      trouble: trouble ? operatorError(trouble).wire : null,
    }
  })
  return { profiles: await Promise.all(profiles), troubles: files.troubles }
}

const defaultFirst = (one: string, other: string) =>
  Number(other === 'default') - Number(one === 'default') || one.localeCompare(other)
