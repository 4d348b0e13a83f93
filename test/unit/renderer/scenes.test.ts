import { describe, expect, test } from 'vitest'
import { contracts } from '../../../src/shared/contract/console'
import { FakeBridge } from './fakeBridge'
import { scenes } from './scenes'
import { NOW } from './builders'

/** What the window is tried with has to be what the core may really say. */
describe.each(Object.entries(scenes))('the scene %s', (_name, scene) => {
  test('keeps the contract in every feed and answer', async () => {
    const bridge = new FakeBridge(scene(NOW))
    for (const [subject, contract] of Object.entries(contracts))
      for (const [method, entry] of Object.entries(contract)) {
        if (entry.kind !== 'feed') continue
        const events: unknown[] = []
        bridge.listen(`${subject}.${method}`, (event) => events.push(event))
        expect(events).toHaveLength(1)
        entry.out.parse(events[0])
      }
    const reply = await bridge.call('shows.preflight', { showId: 'show-1' })
    expect(contracts.shows.preflight.out.safeParse(reply.ok && reply.value).success).toBe(true)
  })
})
