import { isMissing, type Answer, type Driver, type DriverCall } from './conformanceDriver'
import { valueAt } from './conformanceInput'
import type { Scene } from './conformanceScene'

/** Something that was made, and how it is made to go. */
interface Made {
  readonly what: string
  /** One attempt; true when it is gone. */
  attempt(driver: Driver): Promise<boolean>
}

/** Remembers what calls have made, and removes what is still there, the last first. */
export class CleanUp {
  readonly #made: Made[] = []

  /** The same driver, whose calls are noted. */
  watch(driver: Driver): Driver {
    return {
      ...driver,
      call: async (call) => {
        const answer = await driver.call(call)
        if (answer.kind === 'ok') this.#made.push(...madeBy(call, answer.output))
        return answer
      },
    }
  }

  /** What could not be removed. */
  async run(driver: Driver, scene: Pick<Scene, 'pass' | 'patience'>): Promise<readonly string[]> {
    const left: string[] = []
    for (const made of this.#made.splice(0).toReversed()) {
      if (!(await isGone(made, driver, scene))) left.push(made.what)
    }
    return left
  }
}

async function isGone(
  made: Made,
  driver: Driver,
  { pass, patience }: Pick<Scene, 'pass' | 'patience'>,
): Promise<boolean> {
  for (let turn = 0; turn <= patience; turn++) {
    if (turn > 0) await pass()
    if (await made.attempt(driver)) return true
  }
  return false
}

function madeBy({ service, operation, input }: DriverCall, output: unknown): readonly Made[] {
  const text = (path: string) => String(valueAt(path, output))
  const removed = (what: string, call: DriverCall): Made => ({
    what,
    attempt: async (driver) => isDone(await driver.call(call)),
  })
  switch (`${service}.${operation}`) {
    case 'medialive.CreateChannel':
      return valueAt('Channel.Id', output) === undefined ? [] : [channelMade(text('Channel.Id'))]
    case 'medialive.CreateInput':
      return [inputMade(text('Input.Id'))]
    case 'medialive.CreateInputSecurityGroup': {
      const id = text('SecurityGroup.Id')
      const gone = { service, operation: 'DeleteInputSecurityGroup' } as const
      return [
        removed(`input security group ${id}`, { ...gone, input: { InputSecurityGroupId: id } }),
      ]
    }
    case 'ivs.CreateChannel': {
      const arn = text('channel.arn')
      return [removed(arn, { service, operation: 'DeleteChannel', input: { arn } })]
    }
    case 'scheduler.CreateSchedule': {
      const { Name, GroupName } = input
      const named = { Name, ...(GroupName === undefined ? {} : { GroupName }) }
      const call = { service, operation: 'DeleteSchedule', input: named }
      return [removed(`schedule ${String(Name)}`, call)]
    }
    case 'scheduler.CreateScheduleGroup': {
      const { Name } = input
      const call = { service, operation: 'DeleteScheduleGroup', input: { Name } }
      return [removed(`schedule group ${String(Name)}`, call)]
    }
    case 's3.CreateBucket':
      return [bucketMade(String(input['Bucket']))]
    default:
      return []
  }
}

const isDone = (answer: Answer) => answer.kind === 'ok' || isMissing(answer)

function channelMade(id: string): Made {
  const input = { ChannelId: id }
  const call = (operation: string): DriverCall => ({ service: 'medialive', operation, input })
  return {
    what: `channel ${id}`,
    attempt: async (driver) => {
      const seen = await driver.call(call('DescribeChannel'))
      const state = seen.kind === 'ok' ? valueAt('State', seen.output) : undefined
      if (state === 'RUNNING' || state === 'STARTING') await driver.call(call('StopChannel'))
      if (['IDLE', 'CREATE_FAILED', 'UPDATE_FAILED'].includes(String(state))) {
        await driver.call(call('DeleteChannel'))
      }
      return state === 'DELETED' || isMissing(seen)
    },
  }
}

function inputMade(id: string): Made {
  const input = { InputId: id }
  const call = (operation: string): DriverCall => ({ service: 'medialive', operation, input })
  return {
    what: `input ${id}`,
    attempt: async (driver) => {
      const seen = await driver.call(call('DescribeInput'))
      const state = seen.kind === 'ok' ? valueAt('State', seen.output) : undefined
      if (state === 'DETACHED') await driver.call(call('DeleteInput'))
      return state === 'DELETED' || isMissing(seen)
    },
  }
}

function bucketMade(name: string): Made {
  const call = (operation: string, input: object = {}): DriverCall => ({
    service: 's3',
    operation,
    input: { Bucket: name, ...input },
  })
  return {
    what: `bucket ${name}`,
    attempt: async (driver) => {
      const listed = await driver.call(call('ListObjectsV2'))
      if (isMissing(listed)) return true
      for (const Key of keysIn(listed, 'Contents')) await driver.call(call('DeleteObject', { Key }))
      return isDone(await driver.call(call('DeleteBucket')))
    },
  }
}

const keysIn = (answer: Answer, list: string): readonly unknown[] => {
  const listed = answer.kind === 'ok' ? valueAt(list, answer.output) : undefined
  return Array.isArray(listed) ? listed.map((each) => valueAt('Key', each)) : []
}
