import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { programs, type Program } from './testing/programs.ts'

/**
 * `node scripts/provision.ts`: sees that the programs our tests want to meet are there. Where Debian's
 * packages can be installed they are; where not, what is missing is named, with what goes untested.
 */

const UPDATE_LIMIT_MS = 180_000
const INSTALL_LIMIT_MS = 600_000

const APT = [
  '-y -qq --no-install-recommends',
  '-o Acquire::Retries=3 -o Acquire::http::Timeout=30',
  '-o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0',
].flatMap((line) => line.split(' '))

/** Installing is not to ask, and not to start a web server on somebody's machine. */
const QUIETLY = ['DEBIAN_FRONTEND=noninteractive', 'NEEDRESTART_MODE=l', 'RUNLEVEL=1']

export interface Provisioned {
  readonly there: readonly Program[]
  readonly missing: readonly Program[]
}

/** Answers with what is there in the end; never throws for what is not. */
export function provision(all: readonly Program[] = programs): Provisioned {
  const wanted = missingOf(all)
  if (wanted.length > 0) tryToInstall(wanted)
  const missing = missingOf(all)
  for (const { name, packages, tests } of missing)
    console.log(
      `MISSING  ${name}: not tested: ${tests} (Debian: apt install ${packages.join(' ')})`,
    )
  return { there: all.filter((each) => !missing.includes(each)), missing }
}

const missingOf = (all: readonly Program[]): readonly Program[] =>
  all.filter(({ isThere }) => !isThere())

function tryToInstall(wanted: readonly Program[]): void {
  const names = wanted.map(({ name }) => name).join(', ')
  const root = waysOfRoot()
  if (!root || !existsSync('/usr/bin/apt-get')) {
    const why = root ? 'this is no Debian' : 'that needs root, or sudo without a password'
    console.log(`Not installed here: ${names}. They cannot be fetched: ${why}.`)
    return
  }
  console.log(`Installing ${names} …`)
  run([...root, 'apt-get', ...APT, 'update'], UPDATE_LIMIT_MS)
  const packages = [...new Set(wanted.flatMap((each) => each.packages))]
  if (run([...root, 'apt-get', ...APT, 'install', ...packages], INSTALL_LIMIT_MS)) return
  // One package that cannot be had must not cost us the others.
  for (const one of packages) run([...root, 'apt-get', ...APT, 'install', one], INSTALL_LIMIT_MS)
}

/** What stands before a command that only root may give; undefined where nobody lets us. */
function waysOfRoot(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return ['env', ...QUIETLY]
  const may = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 10_000 }).status === 0
  return may ? ['sudo', '-n', 'env', ...QUIETLY] : undefined
}

function run([command = '', ...args]: readonly string[], limitMs: number): boolean {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: limitMs,
    maxBuffer: 64 * 1_048_576,
  })
  if (status === 0) return true
  const said = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').slice(-8).join('\n')
  const words = args.filter((arg) => /^[a-z]/.test(arg) && !arg.includes('=')).join(' ')
  console.log(`${words}: ${error?.message ?? `ended with ${status}`}\n${said}`)
  return false
}

if (process.argv[1] === import.meta.filename) {
  const { there, missing } = provision()
  console.log(`${there.length} of ${there.length + missing.length} programs are there.`)
  process.exitCode = missing.length === 0 ? 0 : 1
}
