import { expect, it } from 'vitest'
import { airWholeShow } from '../../harness/operator'
import { rehearsedAws } from '../../harness/rehearsedAws'
import { startLife } from '../../harness/rehearsedConsole'
import { tempFolder } from '../../harness/tempFolder'

it('airs', async () => {
  const t0 = performance.now()
  const aws = await rehearsedAws({ speed: Number(process.env['SPEED'] ?? 1) })
  const folder = tempFolder()
  const life = await startLife(aws, { folder: folder.path })
  const t1 = performance.now()
  const view = await airWholeShow(life)
  const t2 = performance.now()
  await life.close()
  await aws.close()
  folder.remove()
  console.log(t1 - t0, t2 - t1, performance.now() - t2, life.clock.now() - Date.UTC(2026, 0, 1), life.calls.length)
  expect(aws.leftovers()).toEqual([])
  expect(view.takes.map(({ state }) => state)).toEqual(['verified'])
})
