import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startChild } from './childProcess'
import type { Violation } from './simulationInvariants'

/** A fault of the kind that loses shows or leaves them on, as a change to one file of the program. */
export interface PlantedFault {
  readonly name: string
  readonly file: string
  /** Found exactly once. */
  readonly find: string
  readonly replace: string
  /** Seeds that are known to find it, one by itself. */
  readonly foundBy: readonly number[]
}

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'a step is put on record after its effect',
    file: 'electron/core/workflow/execution.ts',
    find: `    if (past === undefined) this.#write(() => this.record.append({ kind: 'step-started', key }))
    return this.#follow(this.#effect(step, input, key))`,
    replace: `    const made = await this.#follow(this.#effect(step, input, key))
    if (past === undefined) this.#write(() => this.record.append({ kind: 'step-started', key }))
    return made`,
    foundBy: [3],
  },
  {
    // A second channel AWS refuses by itself: the input is taken.
    name: 'no RequestId is sent with a new input',
    file: 'electron/adapters/aws/mediaLive.ts',
    find: `      RequestId: requestIdOf(spec.key),
      Name: spec.name,`,
    replace: '      Name: spec.name,',
    foundBy: [12],
  },
  {
    name: 'a stop is left out because the journal says that it was stopped',
    file: 'electron/core/shows/airing.ts',
    find: 'if (this.#goesOn(sessionId, standDown.name)) return',
    replace: `if (this.#goesOn(sessionId, standDown.name)) return
      if (view.runs.some((run) => run.workflow === 'stand-down' && run.state === 'succeeded')) return`,
    foundBy: [87],
  },
  {
    name: 'the safety stop is not armed',
    file: 'electron/core/shows/steps/safetyStop.ts',
    find: '    await cloud.safetyStops.arm({ name, channelId, at, roleArn: safetyRoleArn })\n',
    replace: '',
    foundBy: [1],
  },
  {
    name: 'the claim is not checked',
    file: 'electron/core/shows/steps/claim.ts',
    find: `    const stands = await staked(context, own)
    if (!isMine(stands, own.mine))`,
    replace: `    const stands = await staked(context, own)
    if (stands.owner === '')`,
    foundBy: [4],
  },
]

/** What a story's child tells of one seed. */
export interface Told {
  readonly seed: number
  readonly violation?: Violation
  readonly timeline: string
  readonly steps: number
  readonly ms: number
}

/** A whole copy of the program and of the stories, with the fault in it. Throws where it has no place. */
export function copyWith({ file, find, replace }: PlantedFault): {
  readonly folder: string
  remove(): void
} {
  const folder = mkdtempSync(join(tmpdir(), 'tallylight-planted-'))
  for (const part of ['electron', 'src', join('test', 'harness')])
    cpSync(part, join(folder, part), { recursive: true })
  for (const part of ['node_modules', 'resources']) symlinkSync(resolve(part), join(folder, part))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const path = join(folder, file)
  const parts = readFileSync(path, 'utf8').split(find)
  if (parts.length !== 2) {
    rmSync(folder, { recursive: true })
    throw new Error(`${file} holds what is to be replaced ${parts.length - 1} times: ${find}`)
  }
  writeFileSync(path, parts.join(replace))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Plays the stories of these seeds with the program in `folder`, in a process of its own. */
export async function* toldBy(
  folder: string,
  seeds: readonly number[],
  only = '',
): AsyncGenerator<Told> {
  const child = startChild('simulationChild.ts', [folder, seeds.join(','), only], {})
  try {
    for await (const line of child.lines) yield line as unknown as Told // our own program's
  } finally {
    await child.kill()
  }
}

/** The first of the seeds whose story finds the fault, and what it says. */
export async function firstToFind(
  fault: PlantedFault,
  seeds: readonly number[],
): Promise<Told | undefined> {
  const { folder, remove } = copyWith(fault)
  try {
    for await (const told of toldBy(folder, seeds)) if (told.violation) return told
    return undefined
  } finally {
    remove()
  }
}
