import {
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  MediaLiveClient,
} from '@aws-sdk/client-medialive'
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator'
import type { SimulatorOptions } from '../../../electron/simulator/simulator'
import { watched } from '../../harness/conformanceWitness'

export interface RehearsalAccount {
  readonly simulator: Simulator
  readonly client: MediaLiveClient
  /** Moves the clock until whatever is under way has arrived. */
  settle(): void
  /** A group that lets 127.0.0.1 in, and an input behind it. */
  makeInput(name?: string, pipelines?: 1 | 2): Promise<string>
  close(): Promise<void>
}

/** A simulator on a manual clock and the real SDK client against it, asked once a call. */
export async function openAccount(options: SimulatorOptions = {}): Promise<RehearsalAccount> {
  const simulator = await startSimulator({ clock: 'manual', picture: 'off', ...options })
  const client = clientOf(simulator)
  let groupId: string | undefined
  return {
    simulator,
    client,
    settle: () => simulator.clock.advance(600_000),
    makeInput: async (name = 'host', pipelines = 1) => {
      groupId ??= await makeGroup(client)
      const { Input } = await client.send(
        new CreateInputCommand({
          Name: name,
          Type: 'RTMP_PUSH',
          InputSecurityGroups: [groupId],
          Destinations: Array.from({ length: pipelines }, () => ({ StreamName: `live/${name}` })),
        }),
      )
      return idOf(Input)
    },
    close: async () => {
      client.destroy()
      await simulator.close()
    },
  }
}

export const clientOf = ({ endpoint }: Simulator, region = 'eu-west-1'): MediaLiveClient =>
  watched(
    'medialive',
    new MediaLiveClient({
      endpoint,
      region,
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDREHEARSAL', secretAccessKey: 'rehearsal' },
    }),
  )

async function makeGroup(client: MediaLiveClient): Promise<string> {
  const { SecurityGroup } = await client.send(
    new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: '127.0.0.1/32' }] }),
  )
  return idOf(SecurityGroup)
}

export function idOf(resource: { Id?: string | undefined } | undefined): string {
  if (resource?.Id === undefined) throw new Error('the answer holds no id')
  return resource.Id
}

/** What a refused call said: name, status, message and the paths it complained of. */
export async function refusalOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => new Error('the call was not refused'),
    (refused: unknown) => refused,
  )
  const { name, message, $metadata, ValidationErrors } = error as {
    name: string
    message: string
    $metadata?: { httpStatusCode?: number; requestId?: string }
    ValidationErrors?: { ElementPath?: string; ErrorMessage?: string }[]
  }
  return {
    name,
    message,
    status: $metadata?.httpStatusCode,
    requestId: $metadata?.requestId,
    paths: (ValidationErrors ?? []).map(({ ElementPath }) => ElementPath),
  }
}
