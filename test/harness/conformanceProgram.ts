import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Place } from './conformanceDriver'
import { outsideEnvironment, python } from './conformanceOutside'

/** A Python program of this folder that answers a line of JSON with a line of JSON. */
export interface Program {
  /** Its first line. */
  readonly version: string
  /** One after the other: answers come in the order of the questions. */
  ask(asked: unknown): Promise<unknown>
  close(): Promise<void>
}

/** Credentials are those of the kind of place: a simulator, or AWS. */
export async function startProgram(file: string, kind: Place): Promise<Program> {
  const path = fileURLToPath(new URL(`./${file}`, import.meta.url))
  const child = spawn(python, [path], {
    env: outsideEnvironment(kind),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<unknown> => {
    const line = await lines.next()
    if (line.done === true) throw new Error(`${file} ended`)
    return JSON.parse(line.value)
  }
  const { version } = (await nextLine()) as { readonly version: string } // our own programs say it
  let before: Promise<unknown> = Promise.resolve()
  return {
    version,
    ask: (asked) => {
      const answered = before.then(() => {
        child.stdin.write(`${JSON.stringify(asked)}\n`)
        return nextLine()
      })
      before = answered.catch(() => undefined)
      return answered
    },
    close: async () => {
      child.stdin.end()
      await gone
    },
  }
}
