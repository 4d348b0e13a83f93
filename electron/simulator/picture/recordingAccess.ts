import type { SimulatorContext } from '../kit/context'
import { S3Fault } from '../s3/fault'
import type { OwnAccess, OwnWrite } from '../s3/service'

/** Whom a role has to trust to be taken on by a channel. */
const mediaLive = 'medialive.amazonaws.com'

/**
 * S3 as a channel writes to it: in its role, which has to be there, to trust MediaLive and to allow
 * s3:PutObject (MediaLive user guide, "Setting up MediaLive as a trusted entity").
 */
export function recordingAccess<Access extends Partial<OwnAccess> & Pick<OwnAccess, 'write'>>(
  { roles }: Pick<SimulatorContext, 'roles'>,
  roleArn: string | undefined,
  access: Access,
): Access {
  const check = ({ bucket, key }: OwnWrite) => {
    const role = roleArn ?? ''
    if (!roles.trusts(role, mediaLive)) {
      throw new S3Fault('AccessDenied', `MediaLive cannot take on the role ${role}`)
    }
    if (!roles.allows(role, 's3:PutObject', `arn:aws:s3:::${bucket}/${key}`)) {
      throw new S3Fault('AccessDenied', `${role} does not allow s3:PutObject on ${bucket}`)
    }
  }
  const { writeNow } = access
  return {
    ...access,
    write: async (object) => {
      check(object)
      await access.write(object)
    },
    ...(writeNow && {
      writeNow: (object: OwnWrite) => {
        check(object)
        writeNow(object)
      },
    }),
  }
}
