import { describe, expect, it } from 'vitest'
import { Archive, coarseForMs } from '../../../electron/simulator/cloudwatch/archive'
import { setOf } from '../../../electron/simulator/cloudwatch/statistics'

const day = 86_400_000
const startAt = Date.UTC(2026, 0, 1)

function put(archive: Archive, name: string, at: number): void {
  const metric = { namespace: 'AWS/MediaLive', name, dimensions: [] }
  const point = { at, visibleAt: at, ...setOf(1) }
  archive.put({ region: 'eu-west-1', metric, unit: 'Count', point }, () => 0)
}

describe('the archive of metrics', () => {
  it('lets go of a metric that has ended once the last of it is too old to be asked for', () => {
    const archive = new Archive()
    for (let index = 0; index < 10; index += 1) put(archive, 'ended', startAt + index * 10_000)
    for (let at = startAt; at < startAt + coarseForMs; at += day) put(archive, 'goes on', at)
    expect(archive.size().metrics).toBe(2)
    put(archive, 'goes on', startAt + coarseForMs + day)
    const region = 'eu-west-1'
    const asked = { since: 0, asOf: startAt + coarseForMs + day }
    expect(archive.size().metrics).toBe(1)
    expect(archive.metrics(region, asked).map(({ name }) => name)).toEqual(['goes on'])
  })

  it('folds a metric that has ended into minutes, as it does one that goes on', () => {
    const archive = new Archive()
    for (let index = 0; index < 12; index += 1) put(archive, 'ended', startAt + index * 10_000)
    put(archive, 'goes on', startAt + day)
    expect(archive.size()).toEqual({ metrics: 2, points: 3 })
  })
})
