export type IniFile = 'config' | 'credentials'

export interface Mistake {
  readonly line: number
  readonly why: string
}

/** The first thing in an AWS file that the SDK would pass over in silence. Lines count from 1. */
export function mistakeIn(text: string, file: IniFile): Mistake | undefined {
  if (text.includes('\u0000')) return { line: 1, why: 'The file is not UTF-8 text.' }
  let hasSection = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = withoutComment(raw)
    const why = line.startsWith('[') ? sectionMistake(line, file) : settingMistake(raw, hasSection)
    if (why !== undefined) return { line: index + 1, why }
    hasSection ||= line.startsWith('[')
  }
  return undefined
}

/** The rest of a line after `#` or `;`, where that begins the line or follows a space. */
const withoutComment = (line: string) => (line.split(/(?:^|\s)[;#]/)[0] ?? '').trim()

function sectionMistake(line: string, file: IniFile): string | undefined {
  if (!line.endsWith(']')) return 'The section is not closed with a bracket.'
  const name = line.slice(1, -1).trim()
  if (/(?:^|\s)__proto__$/.test(name)) return 'A profile cannot have that name.'
  const [prefix = '', rest] = name.split(/\s+(.*)/)
  if (file === 'credentials') return credentialsSection(name, prefix, rest)
  if (name === 'default' || isKnownPrefix(prefix, rest)) return undefined
  return `In this file a profile is written [profile ${name}].`
}

function credentialsSection(name: string, prefix: string, rest: string | undefined) {
  if (rest === undefined) return undefined
  return prefix === 'profile'
    ? `In this file a profile is written [${rest}], without the word profile.`
    : `The name ${name} has a space in it.`
}

const isKnownPrefix = (prefix: string, rest: string | undefined) =>
  rest !== undefined && ['profile', 'sso-session', 'services', 'plugins'].includes(prefix)

function settingMistake(raw: string, hasSection: boolean): string | undefined {
  const line = withoutComment(raw)
  if (line === '') return undefined
  if (!hasSection) return 'It stands before the first section.'
  // An indented line belongs to the setting above it.
  if (/^\s/.test(raw) || line.indexOf('=') > 0) return undefined
  return 'It is neither a section nor a setting (name = value).'
}
