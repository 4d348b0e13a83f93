import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { buildContext } from '../../../electron/simulator/kit/buildContext'
import { drillKinds } from '../../../electron/simulator/kit/drillShapes'
import { mediaLiveRoutes } from '../../../electron/simulator/medialive/routes'
import { MediaLiveWorld } from '../../../electron/simulator/medialive/world'
import { operations as s3Operations } from '../../../electron/simulator/s3/operations'

const page = readFileSync('docs/SIMULATOR.md', 'utf8')

/** The operations that the table names for a service. */
const documented = (service: string): readonly string[] =>
  page
    .split('\n')
    .filter((line) => new RegExp(`^\\| ${service} +\\|`).test(line))
    .flatMap((line) => [...line.matchAll(/`([A-Z]\w+)`/g)].map(([, name = '']) => name))
    .sort()

function mediaLiveOperations(): readonly string[] {
  const context = buildContext({
    clock: 'manual',
    seed: 1,
    speed: 1,
    timing: 'quick',
    stateDir: undefined,
    resourcesFolder: undefined,
    picture: 'off',
    log: () => {},
    addresses: { endpoint: () => '', rtmpPort: () => 0 },
    changed: () => {},
  })
  const world = new MediaLiveWorld(context)
  return mediaLiveRoutes(world, context.account)
    .map(({ operation }) => operation)
    .sort()
}

describe('docs/SIMULATOR.md', () => {
  it('names every MediaLive operation that is simulated, and no other', () => {
    expect(documented('MediaLive')).toEqual(mediaLiveOperations())
  })

  it('names every S3 operation that is simulated, and no other', () => {
    expect(documented('S3')).toEqual(Object.keys(s3Operations).sort())
  })

  it('names every drill', () => {
    expect(drillKinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([])
  })
})
