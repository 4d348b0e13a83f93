import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { drillKinds } from '../../../electron/simulator/kit/drillShapes'

const tests = join(import.meta.dirname, '..', '..')
/** Whose tests look at what drills do: by the SDK here, in RTMP and HLS there. No kind is left out. */
const folders = [import.meta.dirname, join(tests, 'rehearsal', 'picture')]

const sources = folders
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))

it.each(drillKinds)('%s is armed by a test that looks on over the wire', (kind) => {
  expect(sources.some((source) => source.includes(`kind: '${kind}'`))).toBe(true)
})
