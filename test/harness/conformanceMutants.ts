import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startChild } from './childProcess'

/** A change to one file of the simulator. */
export interface Planted {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** Copies of the simulator, each with a fault of its own. */
export class MutantFolders {
  readonly #root = mkdtempSync(join(tmpdir(), 'tallylight-mutants-'))
  #made = 0

  /** A whole copy, where the fault is planted if there is one. Throws where it does not belong there. */
  make(planted?: Planted): string {
    const folder = join(this.#root, String(this.#made++))
    for (const part of ['simulator', 'media']) {
      cpSync(join('electron', part), join(folder, 'electron', part), { recursive: true })
    }
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
    symlinkSync(resolve('resources'), join(folder, 'resources'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    if (planted) plant(folder, planted)
    return folder
  }

  clear(): void {
    rmSync(this.#root, { recursive: true })
  }
}

function plant(folder: string, { file, find, replace }: Planted): void {
  const path = join(folder, 'electron', 'simulator', file)
  writeFileSync(path, withFault(readFileSync(path, 'utf8'), { file, find, replace }))
}

/** The source with the fault in it; throws unless its place is there, and there once. */
export function withFault(source: string, { file, find, replace }: Planted): string {
  const times = source.split(find).length - 1
  if (times !== 1) {
    throw new Error(
      `electron/simulator/${file} holds what is to be replaced ${times} times and not once: ${find}`,
    )
  }
  return source.replace(find, () => replace)
}

export interface Copy {
  readonly folder: string
  /** Of a service, whose flows are played first; any other: all as they come. */
  readonly part: string
}

/** What the flows notice of each folder, in one process of its own. */
export async function noticedIn(
  copies: readonly Copy[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const told = copies.map(({ folder, part }) => `${part}:${folder}`)
  const child = startChild('conformanceMutantChild.ts', told, {})
  const noticed = new Map<string, readonly string[]>()
  for await (const line of child.lines) {
    const said = line as { readonly folder: string; readonly noticed: readonly string[] } // our own program's
    noticed.set(said.folder, said.noticed)
  }
  await child.kill()
  return noticed
}
