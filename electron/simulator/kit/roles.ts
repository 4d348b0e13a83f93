import { z } from 'zod'

/** An IAM role as far as the simulator has IAM: who may take it on, and what it then may do. */
export const Role = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/),
  /** Service principals, such as `scheduler.amazonaws.com`. */
  trusts: z.array(z.string().min(1).max(128)).max(50),
  /** `medialive:StopChannel`; `*` stands for anything within a part. */
  allows: z
    .array(
      z.strictObject({
        actions: z.array(z.string().min(1).max(128)).min(1).max(100),
        resources: z.array(z.string().min(1).max(1600)).min(1).max(100).default(['*']),
      }),
    )
    .max(50),
})
export type Role = z.infer<typeof Role>

/** What `startSimulator({ roles })` and `POST /_simulator/roles` take: the account's roles, all of them. */
export const RoleTable = z.array(Role).max(100)

/** The roles that an account set up for the console has. */
export const usualRoles: readonly Role[] = [
  {
    name: 'TallylightSchedulerRole',
    trusts: ['scheduler.amazonaws.com'],
    allows: [
      {
        actions: [
          'medialive:StopChannel',
          'medialive:BatchStop',
          'ivs:StopStream',
          'ivs:DeleteStreamKey',
          'sqs:SendMessage',
        ],
        resources: ['*'],
      },
    ],
  },
  {
    // Whom the people of the account sign in as.
    name: 'TallylightOperatorRole',
    trusts: ['arn:aws:iam::111122223333:root'],
    allows: [{ actions: ['*'], resources: ['*'] }],
  },
  {
    name: 'MediaLiveAccessRole',
    trusts: ['medialive.amazonaws.com'],
    allows: [{ actions: ['s3:*', 'logs:*', 'ssm:GetParameter'], resources: ['*'] }],
  },
]

/** The account's roles. There is no IAM to change them by: they are part of the scenario. */
export class Roles {
  #roles: readonly Role[]

  constructor(
    private readonly account: string,
    /** Undefined: the usual ones. */
    private readonly initially?: readonly Role[],
  ) {
    this.#roles = initially ?? usualRoles
  }

  all(): readonly Role[] {
    return this.#roles
  }

  replace(roles: readonly Role[]): void {
    this.#roles = [...roles]
  }

  /** As the simulator was started. */
  reset(): void {
    this.#roles = this.initially ?? usualRoles
  }

  /** What the simulator was started with goes before what was saved. */
  restore(saved: readonly Role[]): void {
    this.#roles = this.initially ?? saved
  }

  /** Whether the service principal may take on the role of that ARN. */
  trusts(roleArn: string, principal: string): boolean {
    return this.#find(roleArn)?.trusts.includes(principal) ?? false
  }

  /** Whether the role of that ARN may do this to that resource. Nothing is allowed by a role that is not there. */
  allows(roleArn: string, action: string, resourceArn: string): boolean {
    const statements = this.#find(roleArn)?.allows ?? []
    return statements.some(
      ({ actions, resources }) =>
        // IAM compares actions without regard to case, resources with.
        actions.some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
        resources.some((pattern) => isLike(resourceArn, pattern)),
    )
  }

  #find(roleArn: string): Role | undefined {
    const [, account, name] =
      /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? []
    return account === this.account ? this.#roles.find((role) => role.name === name) : undefined
  }
}

/** IAM's wildcards: `*` any number of characters, `?` one. */
function isLike(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}
