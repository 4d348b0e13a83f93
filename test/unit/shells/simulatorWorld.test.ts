import { describe, expect, it } from 'vitest'
import { chosenWorld, scenarioLines } from '../../../electron/shells/terminal/simulatorWorld'

const code = (code: string, why: RegExp) => ({
  wire: { code, why: expect.stringMatching(why) as string },
})

describe('what the simulated AWS is to be like, as typed', () => {
  it('is read: a scenario by name, answers and quotas', async () => {
    const world = await chosenWorld({
      scenario: 'quota-reached',
      assume: ['stop-when-idle=accepted', 'wrong-state=400'],
      quota: ['medialive.channels=7'],
    })
    expect(world).toMatchObject({
      scenario: { name: 'quota-reached' },
      assume: { 'stop-when-idle': 'accepted', 'wrong-state': '400' },
      quotas: { 'medialive.channels': 7 },
    })
    expect(await chosenWorld({})).toEqual({ assume: {}, quotas: {} })
  })

  it.each([
    [{ assume: ['stop-when-idle'] }, 'flag.not-understood', /not of the form name=value/],
    [{ assume: ['is-it-friday=yes'] }, 'flag.not-understood', /is-it-friday/],
    [{ assume: ['stop-when-idle=maybe'] }, 'flag.not-understood', /"conflict"\|"accepted"/],
    [{ quota: ['medialive.channels=many'] }, 'flag.not-understood', /expected number/],
    [{ quota: ['medialive.moons=1'] }, 'flag.not-understood', /moons/],
    [{ scenario: 'no-such-one' }, 'scenario.unusable', /no-such-one/],
  ])('%j is refused in words', async (flags, refusal, why) => {
    await expect(chosenWorld(flags)).rejects.toMatchObject(code(refusal, why))
  })

  it('lists the scenarios that come along, one a line', () => {
    const lines = scenarioLines().trimEnd().split('\n')
    expect(lines).toContainEqual(expect.stringMatching(/^youtube-down +Nothing answers at YouTube/))
    expect(lines.length).toBeGreaterThanOrEqual(8)
  })
})
