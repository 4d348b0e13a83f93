import {
  DeleteTagsCommand,
  ListChannelsCommand,
  ListInputSecurityGroupsCommand,
  ListInputsCommand,
  MediaLiveClient,
} from '@aws-sdk/client-medialive'
import { CreateBucketCommand, S3Client, type BucketLocationConstraint } from '@aws-sdk/client-s3'
import type { FoundSession, FoundView } from '../../src/shared/domain/found'
import type { RehearsedAws } from './rehearsedAws'
import type { Life } from './rehearsedConsole'

const credentials = { accessKeyId: 'SOMEBODY', secretAccessKey: 'else' }

/** What a console found in the account, as its feed last told. */
export function foundBy({ handlers }: Life): () => FoundView {
  let view: FoundView | undefined
  handlers.resources.found((told) => void (view = told))
  return () => {
    if (!view) throw new Error('a feed tells at once')
    return view
  }
}

export async function looked(life: Life): Promise<FoundView> {
  await life.handlers.resources.look()
  return foundBy(life)()
}

/** A look, and the one session in it. */
export async function theOneFound(life: Life): Promise<FoundSession> {
  const { sessions } = await looked(life)
  if (sessions.length !== 1 || !sessions[0]) throw new Error(`${sessions.length} sessions found`)
  return sessions[0]
}

export const gestureFor = (life: Life, { sessionId, region }: FoundSession) => ({
  commandId: life.gesture(),
  sessionId,
  region,
})

/** Somebody takes the tags off everything there is: from then on it is nobody's that we know. */
export async function strippedOfTags({ simulator }: RehearsedAws, region = 'us-east-1') {
  const client = new MediaLiveClient({
    region,
    endpoint: simulator.endpoint,
    credentials,
  })
  const { Channels = [] } = await client.send(new ListChannelsCommand({}))
  const { Inputs = [] } = await client.send(new ListInputsCommand({}))
  const { InputSecurityGroups = [] } = await client.send(new ListInputSecurityGroupsCommand({}))
  for (const { Arn, Tags = {} } of [...Channels, ...Inputs, ...InputSecurityGroups])
    await client.send(new DeleteTagsCommand({ ResourceArn: Arn, TagKeys: Object.keys(Tags) }))
  client.destroy()
}

/** A bucket in another region, and the settings that name it. */
export async function bucketIn({ simulator }: RehearsedAws, life: Life, region: string) {
  const bucket = `recordings-${region}`
  const client = new S3Client({
    region,
    endpoint: simulator.endpoint,
    forcePathStyle: true,
    credentials,
  })
  const CreateBucketConfiguration = { LocationConstraint: region as BucketLocationConstraint }
  await client.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }))
  client.destroy()
  const settings = life.account()?.settings
  if (settings) await life.handlers.account.saveSettings({ ...settings, bucket })
}
