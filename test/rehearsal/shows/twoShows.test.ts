import { expect, it } from 'vitest'
import { expectGivenBack } from '../../harness/aftermath'
import { draftOf, live, plan, prepared, taken, wrapped } from '../../harness/operator'
import { rehearsalsInTest } from '../../harness/rehearsalsInTest'

const { open } = rehearsalsInTest()

it('ending one show leaves another on air as it is', async () => {
  const { aws, life } = await open()
  const morning = await prepared(life, await plan(life, draftOf({ name: 'Morning' })))
  const evening = await prepared(life, await plan(life, draftOf({ name: 'Evening' })))
  await Promise.all([live(life, morning), live(life, evening)])
  await life.pass(5_000)
  const [first] = await Promise.all([wrapped(life, morning), life.pass(1_000)])
  expect(first.certificate?.leftovers).toEqual([])
  expect(life.session(evening)?.phase).toBe('live')
  expect(aws.things().channels.filter(({ state }) => state === 'RUNNING')).toHaveLength(1)
  const take = await taken(life, evening, 4_000)
  expect(take.state).toBe('verified')
  expectGivenBack(aws, await wrapped(life, evening))
})

it('the meters of two shows at the same time add up to the bill', async () => {
  const { aws, life } = await open()
  const one = await prepared(life, await plan(life, draftOf({ name: 'One' })))
  const other = await prepared(life, await plan(life, draftOf({ name: 'Other' })))
  await Promise.all([live(life, one), live(life, other)])
  await life.pass(60_000)
  const views = await Promise.all([wrapped(life, one), wrapped(life, other)])
  const sum = views.reduce((total, { cost }) => total + cost.soFarMicros, 0)
  const apart = Math.abs(sum - aws.simulator.bill().totalMicros)
  expect(apart).toBeLessThan(1_000)
})
